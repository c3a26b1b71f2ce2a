using System.Diagnostics;
using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>What HTTP and HTTP_PROXY share: the request line, the default headers, the call.</summary>
internal static class HttpSender
{
    public const string ApiIdHeader = "x-amzn-apigateway-api-id";

    private const int StackChars = 512;
    private const int LongestReservedName = 17; // transfer-encoding

    /// <summary>Starts the request: verb, path, the URI's query, what was mapped and what the client sent.</summary>
    /// <returns>Continue, or why nothing can be sent.</returns>
    public static StepResult Start(
        UpstreamRequest request, HttpSettings settings, string method, RestCall call,
        BackendRequest? mapped, bool passesQuery)
    {
        var clientQuery = passesQuery ? call.Request.RawQuery : default;
        var hasMappedQuery = mapped is { Query.Count: > 0 };
        if (settings.Uri.FixedPath is { } path && clientQuery.IsEmpty && !hasMappedQuery)
        {
            return request.Start(method, path) ? StepResult.Continue : HttpFaults.InvalidEndpoint;
        }

        var buffer = new CharBuffer(stackalloc char[StackChars]);
        var hasQuery = settings.Uri.WriteTarget(ref buffer, call, mapped);
        if (settings.Uri.Escapes(buffer.Written))
        {
            buffer.Dispose();
            return HttpFaults.EscapingPath;
        }

        if (!clientQuery.IsEmpty)
        {
            AppendClientQuery(ref buffer, call, clientQuery, ref hasQuery);
        }

        if (hasMappedQuery)
        {
            foreach (var (name, values) in mapped!.Query)
            {
                foreach (var value in values)
                {
                    AppendPair(ref buffer, name, value ?? string.Empty, ref hasQuery);
                }
            }
        }

        var isStarted = request.Start(method, buffer.Written);
        buffer.Dispose();
        return isStarted ? StepResult.Continue : HttpFaults.InvalidEndpoint;
    }

    /// <summary>Adds what every HTTP backend gets unless the request brought it (sheet §5.5).</summary>
    public static void AddDefaults(
        UpstreamRequest request, HttpSettings settings, RestCall call, bool hasAccept, bool hasUserAgent)
    {
        if (!hasAccept)
        {
            request.AddHeader("Accept"u8, "application/json"u8);
        }

        if (!hasUserAgent)
        {
            request.AddHeader("User-Agent", settings.UserAgent);
        }

        if (settings.Uri.RoutedHost is { } host)
        {
            request.AddHeader("Host", host); // a mapped one was there first, and stays
        }

        request.AddHeader(TraceIdentity.HeaderName, call.Request.TraceHeader);
        request.AddHeader(ApiIdHeader, settings.ApiId);
    }

    /// <summary>
    /// What a mapping or an override may set: Host by the documented path, a Content-Encoding that the author knows; not
    /// the connection's own, nor what only the gateway says (sheet §1.5, §5.5).
    /// </summary>
    public static bool MayBeMapped(string name, StringValues values, HeaderFamily family)
    {
        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)
            || name.Equals("X-HTTP-Method-Override", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            // The caller's signature is for the gateway, also when a mapping copies it (sheet §1.5).
            return !HeaderRules.IsSignature(values.ToString());
        }

        return HeaderRules.TowardIntegration(name, family) == HeaderAction.Pass
            && !name.Equals(TraceIdentity.HeaderName, StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>
    /// <see langword="false"/> when a value cannot stand in a header line or finds no room: nothing may be sent then,
    /// because a header left out would mean another request (security sheet §11.2).
    /// </returns>
    public static bool TryAddHeader(UpstreamRequest request, string name, StringValues values)
    {
        if (values.Count == 1)
        {
            return request.AddHeader(name, values[0]) || IsConnections(name);
        }

        foreach (var value in values)
        {
            if (!request.AddHeader(name, value) && !IsConnections(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The connection's own business: the upstream client leaves it out on purpose.</summary>
    private static bool IsConnections(string name) =>
        name.Length <= LongestReservedName && HopByHop.IsReserved(Encoding.Latin1.GetBytes(name));

    public static async ValueTask<UpstreamExchange> SendAsync(
        UpstreamClient client, UpstreamTarget target, UpstreamRequest request, HttpSettings settings, RestCall call,
        TimeProvider time)
    {
        call.IsIntegrationAttempted = true;
        HttpTrace.Sending(call, target, request);
        var started = call.Endpoint.StartedAt = time.GetTimestamp();
        var exchange = await client.SendAsync(target, request, settings.Timeout, call.Aborted);
        call.IntegrationLatency = time.GetElapsedTime(started);
        call.OwnExchange(exchange);
        HttpTrace.Received(call, exchange);
        return exchange;
    }

    /// <summary>Whether the client's body has to be read and decoded before it can go on (sheet §8.4).</summary>
    public static bool MustBuffer(RestCall call) =>
        call.Request.Http.Request.Headers.ContentEncoding.Count > 0 && !call.IsBodyBuffered;

    /// <summary>Sets the client's body: held if something read it, otherwise as it flows in.</summary>
    public static void PassBody(UpstreamRequest request, RestCall call)
    {
        if (call.IsBodyBuffered)
        {
            request.SetBody(call.Body);
            return;
        }

        var http = call.Request.Http;
        var canHaveBody =
            http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? http.Request.ContentLength > 0;
        if (canHaveBody)
        {
            request.SetBody(http.Request.BodyReader, http.Request.ContentLength);
        }
        else
        {
            request.SetBody(ReadOnlyMemory<byte>.Empty);
        }
    }

    /// <summary>
    /// The client's pairs: verbatim where that is already what re-encoding gives, else decoded and encoded again.
    /// </summary>
    private static void AppendClientQuery(
        ref CharBuffer buffer, RestCall call, ReadOnlySpan<char> query, ref bool hasQuery)
    {
        if (query.IndexOfAnyExcept(VerbatimQuery) < 0)
        {
            buffer.Append(hasQuery ? '&' : '?');
            buffer.Append(query);
            hasQuery = true;
            return;
        }

        foreach (var (name, value) in call.Request.Query.Pairs)
        {
            AppendPair(ref buffer, name, value, ref hasQuery);
        }
    }

    private static readonly System.Buffers.SearchValues<char> VerbatimQuery = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~=&");

    private static void AppendPair(ref CharBuffer buffer, string name, string value, ref bool hasQuery)
    {
        Debug.Assert(name is not null, "a query pair has a name");
        buffer.Append(hasQuery ? '&' : '?');
        buffer.Append(PercentEncoding.EncodeQuery(name));
        buffer.Append('=');
        buffer.Append(PercentEncoding.EncodeQuery(value));
        hasQuery = true;
    }
}
