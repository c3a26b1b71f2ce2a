using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Policies;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// What the conditions of a policy may ask of a call. Through an endpoint there is no <c>aws:SourceIp</c>; who called stands
/// in <c>aws:VpcSourceIp</c> (security §4.5).
/// </summary>
internal class EndpointCircumstances(HttpContext http, VpcEndpointPlan? endpoint, string region, DateTimeOffset now) : PolicyContext
{
    protected virtual string? SourceIp => http.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        var address => address?.ToString(),
    };

    protected virtual string? UserAgent => http.Request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null;

    public override ContextValue Find(ContextKey key) => key.Known switch
    {
        KnownKey.SourceIp => endpoint is null ? ContextValue.Of(SourceIp) : default,
        KnownKey.VpcSourceIp => endpoint is null ? default : ContextValue.Of(SourceIp),
        KnownKey.SourceVpce => ContextValue.Of(endpoint?.Id),
        KnownKey.SourceVpc => ContextValue.Of(endpoint?.VpcId),
        KnownKey.UserAgent => ContextValue.Of(UserAgent),
        KnownKey.Referer => ContextValue.Of(http.Request.Headers.Referer is { Count: > 0 } referer ? referer.ToString() : null),
        KnownKey.SecureTransport => ContextValue.Of(http.Request.IsHttps),
        KnownKey.CurrentTime => ContextValue.Of(
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        KnownKey.EpochTime => ContextValue.Of(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        KnownKey.RequestedRegion => ContextValue.Of(region),
        _ => default,
    };
}
