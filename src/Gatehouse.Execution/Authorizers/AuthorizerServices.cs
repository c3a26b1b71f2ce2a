using Gatehouse.Execution.Authorizers.Cognito;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Throttling;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Identities;
using Gatehouse.Model.UserPools;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Authorizers;

/// <summary>What compiled authorizers work with at run time; outlives every publication.</summary>
internal sealed class AuthorizerServices : IIssuerProbe, IAsyncDisposable
{
    private readonly JsonFetcher _fetcher;

    public AuthorizerServices(
        IFunctionInvoker functions, IFunctionAccess access, IIdSource ids, ExternalServiceMap services,
        IamServices? identities, TimeProvider time, ILogger logger, IUserPoolKeySets? localPools = null)
    {
        var hasher = new KeyHasher(ids);
        _fetcher = new JsonFetcher(time, logger);
        Time = time;
        Invoker = new AuthorizerInvoker(functions, access, new AuthorizerRole(identities), ids, time);
        Caches = new AuthorizerCaches(hasher, time);
        Issuers = new IssuerDirectory(_fetcher, hasher, time, logger, localPools);
        Pools = new UserPools(services, Issuers, localPools);
        Providers = _fetcher.CreateProviderClient(Issuers);
        WebIdentities = new WebIdentityTokens(Issuers, time);
    }

    public TimeProvider Time { get; }

    public AuthorizerInvoker Invoker { get; }

    public AuthorizerCaches Caches { get; }

    public IssuerDirectory Issuers { get; }

    public UserPools Pools { get; }

    /// <summary>For federation of user pools.</summary>
    public IProviderClient Providers { get; }

    /// <summary>For AssumeRoleWithWebIdentity.</summary>
    public IWebIdentityTokens WebIdentities { get; }

    public ValueTask<bool> AnswersAsync(string issuer, CancellationToken cancellationToken) =>
        Issuers.AnswersAsync(issuer, cancellationToken);

    public ValueTask DisposeAsync() => _fetcher.DisposeAsync();
}
