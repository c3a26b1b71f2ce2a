using Gatehouse.Model.Arns;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Integrations;

namespace Gatehouse.Services.ApiGateway.Authorizers;

/// <summary>What an authorizer may be (rest-control-plane §1.9, §2.9), checked after every create and patch.</summary>
internal static class AuthorizerRules
{
    public const string Cognito = "COGNITO_USER_POOLS";

    private const string HeaderSource = "method.request.header.";

    private static readonly string[] RequestSources =
        [HeaderSource, "method.request.querystring.", "method.request.path.", "stageVariables.", "context."];

    public static void Check(AuthorizerDocument authorizer, string account)
    {
        if (string.IsNullOrWhiteSpace(authorizer.Name))
        {
            throw ApiGatewayFaults.BadRequest("Authorizer name cannot be blank");
        }

        if (authorizer.Type == Cognito)
        {
            CheckProviders(authorizer);
        }
        else
        {
            CheckUri(authorizer.AuthorizerUri);
            IntegrationRules.CheckCredentials(authorizer.AuthorizerCredentials, account);
        }

        if (authorizer.AuthorizerResultTtlInSeconds is < 0 or > ApiGatewayLimits.MaxTtlInSeconds)
        {
            throw ApiGatewayFaults.BadRequest(
                $"Authorizer result TTL must be between 0 and {ApiGatewayLimits.MaxTtlInSeconds} seconds");
        }

        CheckIdentitySource(authorizer);
    }

    /// <summary>A name is its authorizer's alone within the API.</summary>
    public static async ValueTask CheckNameAsync(
        OpenedApi api, AuthorizerDocument authorizer, CancellationToken cancellationToken)
    {
        var others = await api.ListAsync<AuthorizerDocument>(cancellationToken);
        if (others.Any(other => other.Value.Id != authorizer.Id && other.Value.Name == authorizer.Name))
        {
            throw ApiGatewayFaults.BadRequest(
                $"Authorizer name must be unique. Authorizer {authorizer.Name} already exists in this RestApi.");
        }
    }

    private static void CheckUri(string? uri)
    {
        if (!Arn.TryParse(uri, out var arn)
            || arn.Service != "apigateway"
            || arn.Account != "lambda"
            || !arn.Resource.StartsWith("path/2015-03-31/functions/", StringComparison.Ordinal)
            || !arn.Resource.EndsWith("/invocations", StringComparison.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest(
                $"Invalid Authorizer URI: {uri}. Authorizer URI should be a valid API Gateway ARN that represents a "
                + "Lambda function invocation.");
        }
    }

    private static void CheckProviders(AuthorizerDocument authorizer)
    {
        if (authorizer.ProviderARNs is not { IsDefaultOrEmpty: false } providers
            || providers.Any(text => !Arn.TryParse(text, out var arn) || arn.Service != "cognito-idp"))
        {
            throw ApiGatewayFaults.BadRequest("Invalid provider ARN specified in the request");
        }
    }

    /// <summary>TOKEN and Cognito read one header; REQUEST may read several places, and must when it caches.</summary>
    private static void CheckIdentitySource(AuthorizerDocument authorizer)
    {
        var sources = (authorizer.IdentitySource ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var isValid = authorizer.Type == "REQUEST"
            ? sources.All(source => RequestSources.Any(known => Names(source, known)))
                && (sources.Length > 0 || authorizer.AuthorizerResultTtlInSeconds is 0)
            : sources.Length == 1 && Names(sources[0], HeaderSource);
        if (!isValid)
        {
            throw ApiGatewayFaults.BadRequest($"Invalid identity source specified: {authorizer.IdentitySource}");
        }
    }

    private static bool Names(string source, string prefix) =>
        source.Length > prefix.Length && source.StartsWith(prefix, StringComparison.Ordinal);
}
