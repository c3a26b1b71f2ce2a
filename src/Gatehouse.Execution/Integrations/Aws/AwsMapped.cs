using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Wire.SigV4;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// AWS with any service but Lambda's Invoke: the mapped request, signed with the integration's role (sheet §5.2, §5.5).
/// </summary>
internal sealed class AwsMapped(AwsSettings settings, AwsServices services) : IRestStep
{
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
        var (credentials, refusal) = await FindCredentialsAsync(call);
        if (credentials is null)
        {
            call.IntegrationLatency = services.Time.GetElapsedTime(started);
            return refusal;
        }

        var body = AwsSettings.HasBody(method) ? mapped.Body : default;
        var headers = AwsHeaders.Of(settings, call, mapped, method, target, body);
        new SigV4Signer(credentials, settings.Endpoint.Region, settings.Service.Signing, services.Keys).SignHeaders(
            method, path, query, headers, services.Time.GetUtcNow(), AwsHeaders.PayloadHash(settings, body, headers));
        Trace(call, path, query, headers, body);

        using var request = UpstreamRequest.Rent();
        if (!request.Start(method, query.Length == 0 ? path : $"{path}?{query}"))
        {
            return AwsFaults.TargetTooLong;
        }

        foreach (var (name, value) in headers)
        {
            if (!request.AddHeader(name, value))
            {
                return AwsFaults.TargetTooLong; // what cannot stand in a header was refused before: this is size
            }
        }

        if (AwsSettings.HasBody(method))
        {
            request.SetBody(body);
        }

        var left = settings.Timeout - services.Time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero)
        {
            return AwsFaults.TimedOut;
        }

        var exchange = await services.Upstream.SendAsync(settings.Endpoint.Target, request, left, call.Aborted);
        call.OwnExchange(exchange);
        call.IntegrationLatency = services.Time.GetElapsedTime(started);
        return exchange.Fault == UpstreamFault.None
            ? await ReadAsync(call, exchange)
            : AwsFaults.Of(exchange, exchange.Fault, call.Aborted);
    }

    private async ValueTask<(SigningCredentials? Credentials, StepResult Refusal)> FindCredentialsAsync(RestCall call)
    {
        if (settings.Credentials is not { Role: { } role })
        {
            return (settings.Credentials.Fixed, StepResult.Continue);
        }

        try
        {
            var answer = await services.Roles.GetAsync(role, settings.Timeout, call.Aborted);
            return answer.Credentials is { } credentials
                ? (credentials, StepResult.Continue)
                : (null, AwsFaults.RoleRefused(answer.Refusal ?? "no reason given"));
        }
        catch (TimeoutException)
        {
            return (null, AwsFaults.TimedOut);
        }
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
