using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Integrations;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Integrations.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Events;

/// <summary>
/// The request as a function's event shows it: the client's headers in lower case and those that the gateway adds
/// (http-api §7.2), the query, and the path; a parameter mapping changes all three (§11).
/// </summary>
internal sealed class EventRequest
{
    private const string ForwardedFor = "x-forwarded-for";
    private const string ForwardedPort = "x-forwarded-port";
    private const string ForwardedProto = "x-forwarded-proto";

    private EventRequest(
        HttpApiRequest request, List<KeyValuePair<string, StringValues>> headers,
        List<KeyValuePair<string, string>> query, string? path, string rawQuery)
    {
        Request = request;
        Headers = headers;
        Query = query;
        MappedPath = path;
        RawQuery = rawQuery;
    }

    public HttpApiRequest Request { get; }

    /// <summary>Names in lower case, each once, sorted.</summary>
    public List<KeyValuePair<string, StringValues>> Headers { get; }

    /// <summary>Decoded, in the order of arrival.</summary>
    public List<KeyValuePair<string, string>> Query { get; }

    /// <summary>What <c>overwrite:path</c> put in place of the path, decoded; <see langword="null"/> without it.</summary>
    public string? MappedPath { get; }

    /// <summary>Verbatim, unless a mapping changed a pair.</summary>
    public string RawQuery { get; }

    /// <summary><see langword="null"/> when the client sent none.</summary>
    public string? ContentType { get; private init; }

    /// <summary>What a Lambda authorizer is shown, which no mapping changes.</summary>
    public static EventRequest Of(RouteCall call) => Make(
        call, ClientHeaders.Collect(call), ClientQuery.Of(call.Request).Pairs, null, call.Request.RawQuery.ToString());

    public static EventRequest Of(RouteCall call, MappedRequest mapped) => Make(
        call, mapped.Headers, mapped.Query,
        mapped.Path is null ? null : PercentEncoding.Decode(mapped.Path, isPlusSpace: false),
        mapped.IsQueryChanged ? Text(mapped.Query) : call.Request.RawQuery.ToString());

    private static EventRequest Make(
        RouteCall call, List<KeyValuePair<string, StringValues>> received, List<KeyValuePair<string, string>> query,
        string? path, string rawQuery)
    {
        var headers = new List<KeyValuePair<string, StringValues>>(received.Count + 5);
        var forwardedFor = StringValues.Empty;
        string? contentType = null;
        foreach (var (name, values) in received)
        {
            var lower = LowerCase.Of(name);
            switch (lower)
            {
                case ForwardedFor:
                    forwardedFor = values;
                    continue;
                case ForwardedPort or ForwardedProto:
                    continue; // the gateway's own words
                case "content-type":
                    contentType = values.ToString();
                    break;
            }

            headers.Add(new(lower, values));
        }

        var request = call.Request;
        // Seen on requests without a body too.
        headers.Add(new("content-length", LengthOf(call)));
        headers.Add(new("x-amzn-trace-id", request.TraceHeader));
        headers.Add(new(ForwardedFor, forwardedFor.Count == 0
            ? request.SourceIp
            : string.Concat(forwardedFor.ToString(), ", ", request.SourceIp)));
        headers.Add(new(ForwardedPort, request.LocalPort));
        headers.Add(new(ForwardedProto, request.Http.Request.Scheme));
        // In the order of their names, as in every captured event: Amazon's writer prints a sorted map.
        headers.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new EventRequest(request, headers, query, path, rawQuery) { ContentType = contentType };
    }

    private static string LengthOf(RouteCall call)
    {
        var length = call.IsBodyRead ? call.Body.Length : call.Request.Http.Request.ContentLength ?? 0;
        return length.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Text(List<KeyValuePair<string, string>> query)
    {
        var buffer = new CharBuffer(stackalloc char[256]);
        TargetQuery.Append(ref buffer, query, hasQuery: true);
        var text = buffer.Written.Length == 0 ? string.Empty : buffer.Written[1..].ToString();
        buffer.Dispose();
        return text;
    }
}
