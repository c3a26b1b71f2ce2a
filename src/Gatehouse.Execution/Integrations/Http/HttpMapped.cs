using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>
/// HTTP: the backend gets what the request mapping made and nothing else of the client's (sheet §5.5).
/// </summary>
internal sealed class HttpMapped(HttpSettings settings, UpstreamClient client, TimeProvider time) : IRestStep
{
    public async ValueTask<StepResult> RunAsync(RestCall call)
    {
        var mapped = call.ToBackend;
        var method = settings.Method ?? call.Request.Verb;
        using var request = UpstreamRequest.Rent();
        if (settings.Uri.ResolveTarget(call, mapped) is not { } target)
        {
            return HttpFaults.InvalidEndpoint;
        }

        var started = HttpSender.Start(request, settings, method, call, mapped, passesQuery: false);
        if (started.Fault is not null)
        {
            return started;
        }

        if (AddHeaders(request, call, mapped, method) is { } unsendable)
        {
            return HttpFaults.UnsendableHeader(unsendable);
        }

        if (HttpSettings.HasBody(method))
        {
            request.SetBody(mapped.Body);
        }

        var exchange = await HttpSender.SendAsync(client, target, request, settings, call, time);
        if (exchange.Fault != UpstreamFault.None)
        {
            return HttpFaults.Of(
                exchange.Fault, exchange.FaultDetail, exchange.FaultCause, settings.PayloadBytes, call.Aborted);
        }

        var read = await exchange.ReadBodyAsync(settings.PayloadBytes, call.Aborted);
        if (read.Fault != UpstreamFault.None)
        {
            return HttpFaults.Of(
                read.Fault, exchange.FaultDetail, exchange.FaultCause, settings.PayloadBytes, call.Aborted);
        }

        EndpointTrace.Body(call.Request.Trace, read.Bytes.Span);
        call.FromBackend = new BackendAnswer
        {
            SelectionValue = exchange.StatusCode.ToString(CultureInfo.InvariantCulture),
            Status = exchange.StatusCode,
            Headers = ReadHeaders(exchange),
            Body = read.Bytes,
        };
        return StepResult.Continue;
    }

    /// <returns>The name of a header that cannot be sent, or <see langword="null"/>.</returns>
    private string? AddHeaders(UpstreamRequest request, RestCall call, BackendRequest mapped, string method)
    {
        foreach (var (name, values) in mapped.Headers)
        {
            if (HttpSender.MayBeMapped(name, values, HeaderFamily.Http)
                && !HttpSender.TryAddHeader(request, name, values))
            {
                return name;
            }
        }

        if (!mapped.HasHeader("Content-Type") && HttpSettings.HasBody(method))
        {
            var contentType = call.Request.Http.Request.ContentType;
            if (!string.IsNullOrEmpty(contentType) || mapped.IsTransformed)
            {
                request.AddHeader("Content-Type", string.IsNullOrEmpty(contentType) ? MediaType.Json : contentType);
            }
        }

        HttpSender.AddDefaults(request, settings, call, mapped.HasHeader("Accept"), mapped.HasHeader("User-Agent"));
        return null;
    }

    private static List<KeyValuePair<string, StringValues>> ReadHeaders(UpstreamExchange exchange)
    {
        var headers = new List<KeyValuePair<string, StringValues>>(exchange.Headers.Count);
        foreach (var header in exchange.Headers)
        {
            var name = header.NameText;
            var index = headers.FindIndex(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                headers.Add(new(name, header.ValueText));
            }
            else
            {
                headers[index] = new(headers[index].Key, StringValues.Concat(headers[index].Value, header.ValueText));
            }
        }

        return headers;
    }
}
