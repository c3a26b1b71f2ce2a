using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Execution.Http.Events;

/// <summary>Header names in lower case; those that Kestrel spells itself cost no allocation.</summary>
internal static class LowerCase
{
    private static readonly FrozenDictionary<string, string> Known = new[]
    {
        HeaderNames.Accept, HeaderNames.AcceptCharset, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage,
        HeaderNames.AccessControlRequestHeaders, HeaderNames.AccessControlRequestMethod, HeaderNames.Authorization,
        HeaderNames.CacheControl, HeaderNames.ContentEncoding, HeaderNames.ContentLanguage, HeaderNames.ContentType,
        HeaderNames.Cookie, HeaderNames.Date, HeaderNames.From, HeaderNames.Host, HeaderNames.IfMatch,
        HeaderNames.IfModifiedSince, HeaderNames.IfNoneMatch, HeaderNames.IfRange, HeaderNames.IfUnmodifiedSince,
        HeaderNames.Origin, HeaderNames.Pragma, HeaderNames.Range, HeaderNames.Referer, HeaderNames.TraceParent,
        HeaderNames.TraceState, HeaderNames.UpgradeInsecureRequests, HeaderNames.UserAgent, HeaderNames.Via,
    }.ToFrozenDictionary(static name => name, static name => name.ToLowerInvariant(), StringComparer.Ordinal);

    public static string Of(string name) =>
        Known.TryGetValue(name, out var known) ? known
        : name.AsSpan().ContainsAnyInRange('A', 'Z') ? name.ToLowerInvariant()
        : name;
}
