using System.Text;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>The execution log's lines of a call to an HTTP backend, read from the very bytes that go out.</summary>
internal static class HttpTrace
{
    public static void Sending(RestCall call, UpstreamTarget target, UpstreamRequest request)
    {
        if (call.Request.Trace is not { WantsData: true } trace)
        {
            return;
        }

        var lines = Encoding.UTF8.GetString(request.HeadSoFar).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        // "GET /path HTTP/1.1": the target stands between the two spaces.
        var path = lines[0].Split(' ')[1];
        var uri = $"{(target.IsTls ? "https" : "http")}://{target.FormatAuthority()}{path}";
        EndpointTrace.Sending(trace, uri, HeadersOf(lines), request.RestOfBody.Span);
    }

    public static void Received(RestCall call, UpstreamExchange exchange)
    {
        if (exchange.Fault != UpstreamFault.None)
        {
            return; // there is no status; the failing line follows
        }

        call.Endpoint.ServiceStatus = call.Endpoint.Status = exchange.StatusCode;
        if (call.Request.Trace is { WantsData: true } trace)
        {
            var headers = new List<KeyValuePair<string, StringValues>>();
            foreach (var header in exchange.Headers)
            {
                headers.Add(new(header.NameText, header.ValueText));
            }

            EndpointTrace.Received(trace, exchange.StatusCode, call.IntegrationLatency, headers);
        }
    }

    private static IEnumerable<KeyValuePair<string, StringValues>> HeadersOf(string[] lines) =>
        from line in lines.Skip(1)
        let colon = line.IndexOf(':', StringComparison.Ordinal)
        where colon > 0
        select new KeyValuePair<string, StringValues>(line[..colon], line[(colon + 1)..].Trim());
}
