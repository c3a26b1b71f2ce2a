using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using Gatehouse.Server.Composition;
using Gatehouse.Services;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2;

namespace Gatehouse.Server.Commands;

/// <summary>
/// <c>--quota NAME=NUMBER</c>: how many of each entity callers may create (rest-control-plane §9, http-api §6.7). One option for all
/// of them, because an operator raises two and not twenty.
/// </summary>
internal sealed class QuotaArguments
{
    /// <value>More entities than one node holds; a number beyond it is a slip of the hand.</value>
    private const int Largest = 10_000_000;

    private static readonly FrozenDictionary<string, Quota> Quotas = new Dictionary<string, Quota>
    {
        ["edge-apis"] = new(static (all, number) => all with { EdgeApis = number }),
        ["regional-apis"] = new(static (all, number) => all with { RegionalApis = number }),
        ["private-apis"] = new(static (all, number) => all with { PrivateApis = number }),
        ["resources-per-api"] = new(static (all, number) => all with { ResourcesPerApi = number }),
        ["routes-per-api"] = new(static (all, number) => all with { RoutesPerApi = number }),
        ["integrations-per-api"] = new(static (all, number) => all with { IntegrationsPerApi = number }),
        ["models-per-api"] = new(static (all, number) => all with { ModelsPerApi = number }),
        ["responses-per-integration"] = new(static (all, number) => all with { ResponsesPerIntegration = number }),
        ["stages-per-api"] = new(
            static (all, number) => all with { StagesPerApi = number },
            static (all, number) => all with { StagesPerApi = number }),
        ["authorizers-per-api"] = new(
            static (all, number) => all with { AuthorizersPerApi = number },
            static (all, number) => all with { AuthorizersPerApi = number }),
        ["documentation-parts-per-api"] = new(static (all, number) => all with { DocumentationPartsPerApi = number }),
        ["vpc-links"] = new(
            static (all, number) => all with { VpcLinks = number },
            static (all, number) => all with { VpcLinks = number }),
        ["client-certificates"] = new(static (all, number) => all with { ClientCertificates = number }),
        ["api-keys"] = new(static (all, number) => all with { ApiKeys = number }),
        ["usage-plans"] = new(static (all, number) => all with { UsagePlans = number }),
        ["usage-plans-per-key"] = new(static (all, number) => all with { UsagePlansPerKey = number }),
        ["public-domain-names"] = new(static (all, number) => all with { PublicDomainNames = number }),
        ["private-domain-names"] = new(static (all, number) => all with { PrivateDomainNames = number }),
        ["access-associations"] = new(static (all, number) => all with { DomainNameAccessAssociations = number }),
        ["multi-level-mappings-per-domain"] = new(
            static (all, number) => all with { MultiLevelMappingsPerDomain = number }),
        ["routing-rules-per-domain"] = new(static (all, number) => all with { RoutingRulesPerDomain = number }),
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
    public ApiQuotas Read(ParseResult parsed) => Read(parsed.GetValue(_quota) ?? []);

    internal static ApiQuotas Read(IEnumerable<string> given)
    {
        var quotas = new ApiQuotas();
        foreach (var text in given)
        {
            if (TryParse(text, out var quota, out var number))
            {
                quotas = new ApiQuotas
                {
                    Rest = quota.Rest?.Invoke(quotas.Rest, number) ?? quotas.Rest,
                    V2 = quota.V2?.Invoke(quotas.V2, number) ?? quotas.V2,
                };
            }
        }

        return quotas;
    }

    private static bool TryParse(string text, out Quota quota, out int number)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        number = 0;
        quota = default;
        return equals > 0
            && Quotas.TryGetValue(text[..equals], out quota)
            && int.TryParse(text.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number is >= 1 and <= Largest;
    }

    /// <summary>What a name changes: a quota that both versions have is raised for both.</summary>
    private readonly record struct Quota(
        Func<RestApiQuotas, int, RestApiQuotas>? Rest, Func<ApiV2Quotas, int, ApiV2Quotas>? V2)
    {
        public Quota(Func<RestApiQuotas, int, RestApiQuotas> rest)
            : this(rest, null)
        {
        }

        public Quota(Func<ApiV2Quotas, int, ApiV2Quotas> v2)
            : this(null, v2)
        {
        }
    }
}
