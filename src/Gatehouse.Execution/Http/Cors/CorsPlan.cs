using System.Collections.Frozen;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Cors;

/// <summary>
/// What the gateway answers browsers by itself (http-api §12): preflights, and the headers of every other answer. Values are
/// made at publish; a request only compares its origin.
/// </summary>
internal sealed class CorsPlan
{
    private const string Prefix = "access-control-";
    private const string Any = "*";

    private readonly bool _allowsAny;
    private readonly bool _allowsHttps;
    private readonly bool _allowsHttp;
    private readonly FrozenSet<string> _origins;

    /// <param name="origins"><c>*</c>, <c>https://*</c>, <c>http://*</c>, or whole origins.</param>
    public CorsPlan(IEnumerable<string> origins)
    {
        var all = origins.ToList();
        _allowsAny = all.Contains(Any);
        _allowsHttps = all.Contains("https://*");
        _allowsHttp = all.Contains("http://*");
        _origins = all.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Values of the answer to a preflight; empty ones are not sent. Lists are joined with commas alone.</summary>
    public required StringValues AllowMethods { get; init; }

    public required StringValues AllowHeaders { get; init; }

    public required StringValues MaxAge { get; init; }

    public required StringValues ExposeHeaders { get; init; }

    public required bool AllowsCredentials { get; init; }

    /// <summary>OPTIONS with both headers; any other request is routed as usual.</summary>
    public static bool IsPreflight(HttpRequest request) =>
        request.Method == "OPTIONS"
        && request.Headers.Origin.Count > 0
        && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>The integration says nothing about CORS where the gateway does, even to origins that may not.</summary>
    public static bool IsGatewaysOwn(ReadOnlySpan<char> header) =>
        header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds what a preflight is answered with; nothing for an origin that may not.</summary>
    public void AddToPreflight(HttpContext http)
    {
        var headers = http.Response.Headers;
        if (!AddOrigin(http.Request, headers))
        {
            return;
        }

        Set(headers, "Access-Control-Allow-Methods", AllowMethods);
        Set(headers, "Access-Control-Allow-Headers", AllowHeaders);
        Set(headers, "Access-Control-Max-Age", MaxAge);
    }

    /// <summary>Adds what any other answer carries, the gateway's own errors included (unconfirmed).</summary>
    public void AddToAnswer(HttpContext http)
    {
        var headers = http.Response.Headers;
        if (http.Request.Headers.Origin.Count > 0 && AddOrigin(http.Request, headers))
        {
            Set(headers, "Access-Control-Expose-Headers", ExposeHeaders);
        }
    }

    private static void Set(IHeaderDictionary headers, string name, StringValues value)
    {
        if (value.Count > 0)
        {
            headers[name] = value;
        }
    }

    private bool AddOrigin(HttpRequest request, IHeaderDictionary headers)
    {
        if (request.Headers.Origin is not [{ Length: > 0 } origin] || !Allows(origin))
        {
            return false;
        }

        if (_allowsAny)
        {
            headers.AccessControlAllowOrigin = Any;
        }
        else
        {
            headers.AccessControlAllowOrigin = origin;
            // Unconfirmed; without it a shared cache would hand one origin's answer to another (RFC 9110 §12.5.5).
            headers.Append("Vary", "Origin");
        }

        if (AllowsCredentials)
        {
            headers.AccessControlAllowCredentials = "true";
        }

        return true;
    }

    /// <summary>The whole string, or its scheme. What could not stand in a header is no origin.</summary>
    private bool Allows(string origin) =>
        HeaderText.IsValue(origin)
        && (_allowsAny
            || _origins.Contains(origin)
            || (_allowsHttps && origin.StartsWith("https://", StringComparison.Ordinal))
            || (_allowsHttp && origin.StartsWith("http://", StringComparison.Ordinal)));
}
