using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Server.Commands;

/// <summary>
/// <c>--quota NAME=NUMBER</c>: how many of each entity callers may create (rest-control-plane §9). One option for all
/// of them, because an operator raises two and not twenty.
/// </summary>
internal sealed class QuotaArguments
{
    /// <value>More entities than one node holds; a number beyond it is a slip of the hand.</value>
    private const int Largest = 10_000_000;

    private static readonly FrozenDictionary<string, Func<RestApiQuotas, int, RestApiQuotas>> Quotas =
        new Dictionary<string, Func<RestApiQuotas, int, RestApiQuotas>>
        {
            ["edge-apis"] = static (all, number) => all with { EdgeApis = number },
            ["regional-apis"] = static (all, number) => all with { RegionalApis = number },
            ["private-apis"] = static (all, number) => all with { PrivateApis = number },
            ["resources-per-api"] = static (all, number) => all with { ResourcesPerApi = number },
            ["stages-per-api"] = static (all, number) => all with { StagesPerApi = number },
            ["authorizers-per-api"] = static (all, number) => all with { AuthorizersPerApi = number },
            ["documentation-parts-per-api"] = static (all, number) => all with { DocumentationPartsPerApi = number },
            ["vpc-links"] = static (all, number) => all with { VpcLinks = number },
            ["client-certificates"] = static (all, number) => all with { ClientCertificates = number },
            ["api-keys"] = static (all, number) => all with { ApiKeys = number },
            ["usage-plans"] = static (all, number) => all with { UsagePlans = number },
            ["usage-plans-per-key"] = static (all, number) => all with { UsagePlansPerKey = number },
            ["public-domain-names"] = static (all, number) => all with { PublicDomainNames = number },
            ["private-domain-names"] = static (all, number) => all with { PrivateDomainNames = number },
            ["access-associations"] = static (all, number) => all with { DomainNameAccessAssociations = number },
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Option<string[]> _quota = new("--quota")
    {
        Description = "How many of an entity may be created, as NAME=NUMBER; may be given several times. Without it "
            + $"AWS's own numbers hold. Names: {string.Join(", ", Names)}.",
        AllowMultipleArgumentsPerToken = false,
    };

    public QuotaArguments(Command command)
    {
        _quota.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!TryParse(token.Value, out _, out _))
                {
                    result.AddError(
                        $"--quota {token.Value} is no quota: give NAME=NUMBER with a number from 1 to {Largest} and "
                        + $"one of the names {string.Join(", ", Names)}.");
                }
            }
        });
        command.Options.Add(_quota);
    }

    internal static IEnumerable<string> Names => Quotas.Keys.Order(StringComparer.Ordinal);

    /// <summary>AWS's numbers, but for those that were given; of one given twice the last counts.</summary>
    public RestApiQuotas Read(ParseResult parsed) => Read(parsed.GetValue(_quota) ?? []);

    internal static RestApiQuotas Read(IEnumerable<string> given)
    {
        var quotas = new RestApiQuotas();
        foreach (var text in given)
        {
            if (TryParse(text, out var change, out var number))
            {
                quotas = change(quotas, number);
            }
        }

        return quotas;
    }

    private static bool TryParse(string text, out Func<RestApiQuotas, int, RestApiQuotas> change, out int number)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        number = 0;
        change = static (all, _) => all;
        return equals > 0
            && Quotas.TryGetValue(text[..equals], out change!)
            && int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number is >= 1 and <= Largest;
    }
}
