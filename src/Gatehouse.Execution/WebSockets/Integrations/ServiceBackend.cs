using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>AWS with any service but Lambda's Invoke (websocket-api §6.3): the mapped request, signed with the integration's role.</summary>
internal sealed class ServiceBackend(AwsSettings settings, AwsServices services) : IEventBackend
{
    private const string Post = "POST";

    private readonly AwsTransport _transport = new(services, settings.Service.Signing, settings.Credentials);

    public async ValueTask<EventResult> SendAsync(RouteEvent call, BackendRequest request)
    {
        var method = settings.Method ?? Post;
        var target = AwsTarget.Of(settings, request);
        if (!settings.Request.TryWrite(
            settings.Endpoint.PathPrefix, request, target.QueryAction, out var path, out var query))
        {
            return BackendFaults.EscapingPath;
        }

        if (AwsHeaders.FindUnsendable(request) is { } unsendable)
        {
            return BackendFaults.UnsendableHeader(unsendable);
        }

        call.IsIntegrationAttempted = true;
        var started = services.Time.GetTimestamp();
        var hasBody = AwsSettings.HasBody(method);
        var body = hasBody ? request.Body : default;
        var caller = new AwsCaller(call.TraceHeader ?? string.Empty, ContentType: null);
        var outgoing = new AwsOutgoing(
            method, path, query, AwsHeaders.Of(settings, caller, request, method, target, body), hasBody ? body : null)
        {
            // The caller's own credentials: those of who signed the handshake (websocket-api §1.6).
            Caller = settings.Credentials is { Fixed: null, Role: null } ? call.Client.Signer?.Signing : null,
        };
        if (settings.Credentials is { Fixed: null, Role: null } && outgoing.Caller is null)
        {
            return BackendFaults.Of(AwsRefusal.RoleRefused, "nobody signed the handshake");
        }

        var (refusal, detail) = await _transport.SignAsync(
            settings.Endpoint, outgoing, AwsHeaders.PayloadHash(settings, body, outgoing.Headers), settings.Timeout,
            call.Aborted);
        if (refusal != AwsRefusal.None)
        {
            call.IntegrationLatency = services.Time.GetElapsedTime(started);
            return BackendFaults.Of(refusal, detail);
        }

        var left = settings.Timeout - services.Time.GetElapsedTime(started);
        var (exchange, unsent) = await _transport.SendAsync(settings.Endpoint, outgoing, left, call.Aborted);
        call.IntegrationLatency = services.Time.GetElapsedTime(started);
        if (exchange is null)
        {
            return BackendFaults.Of(unsent, detail: null);
        }

        call.Own(exchange);
        return exchange.Fault == UpstreamFault.None
            ? await ReadAsync(call, request, exchange)
            : BackendFaults.Of(exchange.Fault, exchange.FaultDetail, call);
    }

    private async ValueTask<EventResult> ReadAsync(RouteEvent call, BackendRequest request, UpstreamExchange exchange)
    {
        var read = await exchange.ReadBodyAsync(settings.PayloadBytes, call.Aborted);
        if (read.Fault != UpstreamFault.None)
        {
            return BackendFaults.Of(read.Fault, exchange.FaultDetail, call);
        }

        var headers = AwsHeaders.Read(exchange);
        call.Endpoint.ServiceStatus = call.Endpoint.Status = exchange.StatusCode;
        call.Endpoint.AwsRequestId =
            AwsHeaders.Find(headers, "x-amzn-RequestId") ?? AwsHeaders.Find(headers, "x-amz-request-id");
        call.Trace?.DataBody("Endpoint response body before transformations", read.Bytes.Span);
        call.Answer = new BackendAnswer
        {
            SelectionValue = exchange.StatusCode.ToString(CultureInfo.InvariantCulture),
            Status = exchange.StatusCode,
            Headers = headers,
            Body = AwsAnswerForm.Of(settings, request, exchange.StatusCode, headers, read.Bytes),
        };
        return EventResult.Continue;
    }
}
