using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// What the conditions of an authorizer's policy may ask of a request (security §2.6). Made only for a policy that
/// asks.
/// </summary>
internal sealed class RequestCircumstances(ClientRequest request, string region, DateTimeOffset now) : PolicyContext
{
    public override ContextValue Find(ContextKey key) => key.Known switch
    {
        KnownKey.SourceIp => ContextValue.Of(request.SourceIp),
        KnownKey.UserAgent => ContextValue.Of(request.UserAgent),
        KnownKey.Referer => ContextValue.Of(
            request.Http.Request.Headers.Referer is { Count: > 0 } referer ? referer.ToString() : null),
        KnownKey.SecureTransport => ContextValue.Of(request.Http.Request.IsHttps),
        KnownKey.CurrentTime => ContextValue.Of(
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        KnownKey.EpochTime => ContextValue.Of(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        KnownKey.RequestedRegion => ContextValue.Of(region),
        _ => default,
    };
}
