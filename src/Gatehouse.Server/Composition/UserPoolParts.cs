using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Server.Planes;
using Gatehouse.Server.Telemetry;
using Gatehouse.Services.CognitoIdp;
using Gatehouse.Services.CognitoIdp.Hosted;

namespace Gatehouse.Server.Composition;

/// <summary>The user pools of the server: their directory is needed before the store, the rest after it.</summary>
internal sealed class UserPoolParts(string? issuer, LogGroupSink logs)
{
    public UserPoolDirectory Directory { get; } = new(issuer);

    public UserPoolHouse Open(
        IDocumentStore store, IdentityKey key, IProviderClient providers, IIdSource ids, TimeProvider time) => new(
        store,
        new UserPoolServices { Directory = Directory, Key = key, Outbox = new LogOutbox(logs), Providers = providers },
        ids, time);

    /// <summary>The server's own pages, and then those of the pools.</summary>
    public IPlane Before(IPlane ownPages, UserPoolHouse house) => new PlanePair(ownPages, new HostedPages(new HostedSites(house)));

    /// <exception cref="OperatorException">It is no URL that tokens could name.</exception>
    public static string? Issuer(string? text) => text is null
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0)
        ? text
        : throw new OperatorException($"--user-pool-issuer {text} is not a URL such as https://login.example.com.");
}
