using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Model.ExternalServices;

/// <summary>
/// Where the resources outside the house are, and with what they are called: the operator's word, from
/// <c>services.json</c>. No API can name an address that is not in it (design §6 rule 9).
/// </summary>
public sealed class ExternalServiceMap
{
    /// <summary>The entry for every service that has no own, and for what an own one leaves out.</summary>
    public const string AnyService = "*";

    private const string Sts = "sts";
    private const string Cognito = "cognito-idp";

    public static readonly ExternalServiceMap Empty = new();

    /// <summary>The file, as errors name it.</summary>
    public string Source { get; init; } = "services.json";

    /// <summary>By the name that an integration's ARN uses, in lower case.</summary>
    public FrozenDictionary<string, ExternalService> Services { get; init; } =
        FrozenDictionary<string, ExternalService>.Empty;

    /// <summary>By the ARN of a load balancer or its listener.</summary>
    public FrozenDictionary<string, NetworkTarget> Targets { get; init; } =
        FrozenDictionary<string, NetworkTarget>.Empty;

    /// <summary>By the ARN of a Cloud Map service: its instances (http-api §10).</summary>
    public FrozenDictionary<string, ImmutableArray<ServiceInstance>> Instances { get; init; } =
        FrozenDictionary<string, ImmutableArray<ServiceInstance>>.Empty;

    /// <summary>By the id of a user pool, by a region, or <see cref="AnyService"/>.</summary>
    public FrozenDictionary<string, UserPoolEndpoint> UserPools { get; init; } =
        FrozenDictionary<string, UserPoolEndpoint>.Empty;

    /// <summary>Those of the environment (<c>AWS_ACCESS_KEY_ID</c>), for services whose entry gives none.</summary>
    public ServiceCredentials? DefaultCredentials { get; init; }

    public ExternalService Find(string service)
    {
        var own = Services.GetValueOrDefault(service, ExternalService.Unmentioned);
        var any = Services.GetValueOrDefault(AnyService, ExternalService.Unmentioned);
        return new ExternalService
        {
            Endpoint = own.Endpoint ?? any.Endpoint,
            Region = own.Region ?? any.Region,
            Credentials = own.Credentials ?? any.Credentials ?? DefaultCredentials,
            AssumesRoles = own.AssumesRoles ?? any.AssumesRoles,
        };
    }

    /// <summary>
    /// Where a user pool is: its own entry, its region's, the one for all, or the endpoint of the service
    /// <c>cognito-idp</c>.
    /// </summary>
    /// <returns><see langword="null"/>: at Amazon's.</returns>
    public UserPoolEndpoint? FindUserPool(string pool, string region)
    {
        if (UserPools.TryGetValue(pool, out var own) || UserPools.TryGetValue(region, out own)
            || UserPools.TryGetValue(AnyService, out own))
        {
            return own;
        }

        // Not the entry for every service: a stand-in for queues and tables issues no tokens.
        return Services.GetValueOrDefault(Cognito)?.Endpoint is { } endpoint ? new UserPoolEndpoint(endpoint, null) : null;
    }

    /// <summary>
    /// Amazon's own services, and stand-ins that have an STS beside them, get credentials of the integration's role. A
    /// stand-in alone gets the operator's, since there is nobody who could be asked for a role.
    /// </summary>
    public bool AssumesRoles(string service)
    {
        var found = Find(service);
        return found.AssumesRoles ?? (found.Endpoint is null || Find(Sts).Endpoint is not null);
    }
}
