using System.Collections.Frozen;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Execution.Rest.Headers;

/// <summary>
/// The method request's headers: what arrived, less what is dropped on arrival, plus what the gateway adds (sheet
/// §1.4). Built when something reads it; a mock never does.
/// </summary>
internal sealed class VisibleHeaders
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedPort = "X-Forwarded-Port";
    private const string ForwardedProto = "X-Forwarded-Proto";

    // Kestrel stores these in slots and gives them back in this spelling, whatever the client wrote.
    private static readonly FrozenSet<string> Respelled = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Accept, HeaderNames.AcceptCharset, HeaderNames.AcceptEncoding, HeaderNames.AcceptLanguage,
        HeaderNames.AccessControlRequestHeaders, HeaderNames.AccessControlRequestMethod,
        HeaderNames.Authorization, HeaderNames.Baggage, HeaderNames.CacheControl, HeaderNames.ContentType,
        HeaderNames.Cookie, HeaderNames.CorrelationContext, HeaderNames.Date, HeaderNames.From,
        HeaderNames.GrpcAcceptEncoding,
        HeaderNames.GrpcEncoding, HeaderNames.GrpcTimeout, HeaderNames.Host, HeaderNames.IfMatch,
        HeaderNames.IfModifiedSince, HeaderNames.IfNoneMatch, HeaderNames.IfRange, HeaderNames.IfUnmodifiedSince,
        HeaderNames.KeepAlive, HeaderNames.Origin, HeaderNames.Pragma, HeaderNames.ProxyAuthorization,
        HeaderNames.ProxyConnection, HeaderNames.Range, HeaderNames.Referer, HeaderNames.RequestId,
        HeaderNames.Translate, HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.UpgradeInsecureRequests,
        HeaderNames.UserAgent, HeaderNames.Via, HeaderNames.Warning, HeaderNames.ContentEncoding,
        HeaderNames.ContentLanguage, HeaderNames.ContentLocation, HeaderNames.ContentRange, HeaderNames.Allow,
        HeaderNames.Expires, HeaderNames.LastModified);

    private readonly List<KeyValuePair<string, StringValues>> _entries;
    private readonly bool _isLowerCased;

    private VisibleHeaders(List<KeyValuePair<string, StringValues>> entries, bool isLowerCased)
    {
        _entries = entries;
        _isLowerCased = isLowerCased;
    }

    /// <summary>In the order of arrival, the gateway's own last.</summary>
    public List<KeyValuePair<string, StringValues>> Entries => _entries;

    public static VisibleHeaders From(ArrivedRequest request)
    {
        if (request.Test is { } test)
        {
            return new VisibleHeaders(test.Headers, isLowerCased: false); // no connection adds anything to a test
        }

        var received = request.Http.Request.Headers;
        // HTTP/2 names are lower case on the wire and stay so, but for the few that AWS re-cases (sheet §1.4).
        var isLowerCased = HttpProtocol.IsHttp2(request.Http.Request.Protocol);
        var entries = new List<KeyValuePair<string, StringValues>>(received.Count + 4);
        var forwardedFor = StringValues.Empty;
        var connection = received.Connection;
        var mayName = ConnectionNames.MayName(connection);
        foreach (var header in received)
        {
            var name = header.Key;
            if (HeaderRules.DroppedOnArrival.Contains(name) || name.StartsWith(':')
                || (mayName && ConnectionNames.EndsHere(connection, name)))
            {
                continue;
            }

            if ((name.StartsWith('X') || name.StartsWith('x')) && IsGatewaysOwn(name))
            {
                if (name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase))
                {
                    forwardedFor = header.Value;
                }

                continue; // replaced below
            }

            entries.Add(new(isLowerCased ? LowerCased(name) : name, header.Value));
        }

        entries.Add(new(ForwardedFor, forwardedFor.Count == 0
            ? request.SourceIp
            : string.Concat(forwardedFor.ToString(), ", ", request.SourceIp)));
        entries.Add(new(ForwardedPort, request.LocalPort));
        entries.Add(new(ForwardedProto, request.Http.Request.Scheme));
        entries.Add(new(TraceIdentity.HeaderName, request.TraceHeader));
        return new VisibleHeaders(entries, isLowerCased);
    }

    /// <summary>Finds by exact spelling: mapping, templates and validation are case-sensitive (sheet §1.4).</summary>
    /// <remarks>
    /// Differs from AWS: over HTTP/1.1 the names that Kestrel respells are found in any case, because how the client
    /// wrote them is not known; refusing what AWS accepts would be worse than accepting what it refuses.
    /// </remarks>
    public StringValues Find(string name)
    {
        var comparison = !_isLowerCased && Respelled.Contains(name)
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
        foreach (var entry in _entries)
        {
            if (entry.Key.Equals(name, comparison))
            {
                return entry.Value;
            }
        }

        return StringValues.Empty;
    }

    private static bool IsGatewaysOwn(string name)
    {
        if (name.Contains('_', StringComparison.Ordinal))
        {
            // Backends behind CGI and its heirs read X_Forwarded_For as X-Forwarded-For: an alias is a forgery.
            name = name.Replace('_', '-');
        }

        return name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase)
            || name.Equals(ForwardedPort, StringComparison.OrdinalIgnoreCase)
            || name.Equals(ForwardedProto, StringComparison.OrdinalIgnoreCase)
            || name.Equals(TraceIdentity.HeaderName, StringComparison.OrdinalIgnoreCase);
    }

    private static string LowerCased(string name) =>
        ReferenceEquals(name, HeaderNames.Host)
        || name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.UserAgent, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Authorization, StringComparison.OrdinalIgnoreCase)
            ? name
            : name.ToLowerInvariant();
}
