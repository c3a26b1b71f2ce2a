using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// AWS with any service but Lambda's Invoke: the mapped request, signed with the integration's role (sheet §5.2, §5.5).
/// </summary>
internal sealed class AwsMapped(AwsSettings settings, AwsServices services) : IRestStep
{
    private readonly AwsTransport _transport = new(services, settings.Service.Signing, settings.Credentials);

    public async ValueTask<StepResult> RunAsync(RestCall call)
    {
        var mapped = call.ToBackend;
        var method = settings.Method ?? call.Request.Verb;
        var target = AwsTarget.Of(settings, mapped);
        if (!settings.Request.TryWrite(
            settings.Endpoint.PathPrefix, mapped, target.QueryAction, out var path, out var query))
        {
            return AwsFaults.LeavesPath;
        }

        if (AwsHeaders.FindUnsendable(mapped) is { } unsendable)
        {
            return AwsFaults.UnsendableHeader(unsendable);
        }

        call.IsIntegrationAttempted = true;
        var started = services.Time.GetTimestamp();
        var hasBody = AwsSettings.HasBody(method);
        var body = hasBody ? mapped.Body : default;
        var outgoing = new AwsOutgoing(
            method, path, query, AwsHeaders.Of(settings, CallerOf(call), mapped, method, target, body), hasBody ? body : null)
        {
            Caller = settings.Credentials is { Fixed: null, Role: null } ? call.Signer!.Signing : null,
        };
        var (refusal, detail) = await _transport.SignAsync(
            settings.Endpoint, outgoing, AwsHeaders.PayloadHash(settings, body, outgoing.Headers), settings.Timeout,
            call.Aborted);
        if (refusal != AwsRefusal.None)
        {
            call.IntegrationLatency = services.Time.GetElapsedTime(started);
            return AwsFaults.Of(refusal, detail);
        }

        Trace(call, path, query, outgoing.Headers, body);
        var left = settings.Timeout - services.Time.GetElapsedTime(started);
        var (exchange, unsent) = await _transport.SendAsync(settings.Endpoint, outgoing, left, call.Aborted);
        if (exchange is null)
        {
            return AwsFaults.Of(unsent, detail: null);
        }

        call.OwnExchange(exchange);
        call.IntegrationLatency = services.Time.GetElapsedTime(started);
        return exchange.Fault == UpstreamFault.None
            ? await ReadAsync(call, exchange)
            : AwsFaults.Of(exchange, exchange.Fault, call.Aborted);
    }

    private async ValueTask<StepResult> ReadAsync(RestCall call, UpstreamExchange exchange)
    {
        var read = await exchange.ReadBodyAsync(settings.PayloadBytes, call.Aborted);
        if (read.Fault != UpstreamFault.None)
        {
            return AwsFaults.Of(exchange, read.Fault, call.Aborted);
        }

        var headers = AwsHeaders.Read(exchange);
        Trace(call, exchange.StatusCode, headers, read.Bytes);
        call.FromBackend = new BackendAnswer
        {
            SelectionValue = exchange.StatusCode.ToString(CultureInfo.InvariantCulture),
            Status = exchange.StatusCode,
            Headers = headers,
            Body = AwsAnswerForm.Of(settings, call.ToBackend, exchange.StatusCode, headers, read.Bytes),
        };
        return StepResult.Continue;
    }

    private static AwsCaller CallerOf(RestCall call) =>
        new(call.Request.TraceHeader, call.Request.Http.Request.ContentType);

    private static void Trace(
        RestCall call, int status, List<KeyValuePair<string, StringValues>> headers, ReadOnlyMemory<byte> body)
    {
        call.Endpoint.ServiceStatus = call.Endpoint.Status = status;
        call.Endpoint.AwsRequestId =
            AwsHeaders.Find(headers, "x-amzn-RequestId") ?? AwsHeaders.Find(headers, "x-amz-request-id");
        if (call.Request.Trace is { } trace)
        {
            EndpointTrace.Received(trace, status, call.IntegrationLatency, headers);
            EndpointTrace.Body(trace, body.Span);
        }
    }

    private void Trace(
        RestCall call, string path, string query, List<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body)
    {
        if (call.Request.Trace is { WantsData: true } trace)
        {
            var host = (settings.Endpoint.Target.IsTls ? "https://" : "http://") + settings.Endpoint.Host;
            EndpointTrace.Sending(
                trace,
                query.Length == 0 ? host + path : $"{host}{path}?{query}",
                headers.Select(static h => new KeyValuePair<string, StringValues>(h.Key, h.Value)),
                body.Span);
        }
    }
}
