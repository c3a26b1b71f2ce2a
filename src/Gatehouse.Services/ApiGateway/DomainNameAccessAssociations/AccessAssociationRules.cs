using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;

namespace Gatehouse.Services.ApiGateway.DomainNameAccessAssociations;

/// <summary>Who is associated with which private domain (rest-control-plane §2.23, §8.5). The texts are unconfirmed.</summary>
internal static class AccessAssociationRules
{
    private const string DomainPrefix = "/domainnames/";

    /// <summary>The private domain that an ARN names, in whatever account of this server it is.</summary>
    public static async ValueTask<Versioned<DomainNameDocument>> FindDomainAsync(
        RestApiStore store, string text, CancellationToken cancellationToken)
    {
        if (!Arn.TryParse(text, out var arn) || arn.Service != "apigateway"
            || !arn.Resource.StartsWith(DomainPrefix, StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest("Invalid domain name ARN specified");
        }

        var scope = new DocumentScope(arn.Account, arn.Region);
        var domain = await store.Documents.FindAsync<DomainNameDocument>(
            scope, arn.Resource[DomainPrefix.Length..], cancellationToken);
        return domain is { Value.DomainNameArn: { } own } && own == text
            ? domain
            : throw ApiGatewayFaults.NotFound("Invalid domain name identifier specified");
    }

    public static void CheckSource(string source)
    {
        if (!source.StartsWith("vpce-", StringComparison.Ordinal) || source.Length == "vpce-".Length
            || !source.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw ApiGatewayFaults.BadRequest("Invalid access association source specified");
        }
    }

    public static string ArnOf(DocumentScope scope, DomainNameDocument domain, string source) =>
        $"arn:aws:apigateway:{scope.Region}:{scope.Account}:/domainnameaccessassociations/domainname/"
        + $"{domain.Key()}/vpcesource/{source}";

    public static Exception NotFound() =>
        ApiGatewayFaults.NotFound("Invalid domain name access association identifier specified");
}
