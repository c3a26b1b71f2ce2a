using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Execution.Rest.Steps;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>
/// HTTP_PROXY: the client's request with the mapped parameters laid over it, and the backend's answer as it comes
/// (sheet §5.9). Bodies that nothing inspects flow through without being held.
/// </summary>
internal sealed class HttpProxy(
    HttpSettings settings, ParameterMapping mapping, UpstreamClient client, TimeProvider time) : IRestStep
{
    // Path values are read straight from their sources by the URI; headers and query need a merge, and a body source a
    // place where a body that is no JSON is told.
    private readonly bool _hasMerge = mapping.Parameters.ToArray()
        .Any(static p => p.Target != ParameterTarget.Path || p.Source.ReadsBody);

    public ValueTask<StepResult> RunAsync(RestCall call) =>
        HttpSender.MustBuffer(call) ? BufferThenSendAsync(call) : SendAsync(call);

    private async ValueTask<StepResult> BufferThenSendAsync(RestCall call)
    {
        var read = await BufferBodyStep.EnsureReadAsync(call);
        return read.Fault is null ? await SendAsync(call) : read;
    }

    private async ValueTask<StepResult> SendAsync(RestCall call)
    {
        BackendRequest? mapped = null;
        if (_hasMerge)
        {
            mapped = new BackendRequest();
            try
            {
                mapping.Apply(new MappingScope(call.Request, call), mapped);
            }
            catch (MappingException exception)
            {
                return new StepResult(GatewayFaults.InvalidJsonBody, exception.Message);
            }
        }

        using var request = UpstreamRequest.Rent();
        var method = settings.Method ?? call.Request.Verb;
        if (settings.Uri.ResolveTarget(call, mapped) is not { } target)
        {
            return HttpFaults.InvalidEndpoint;
        }

        var started = HttpSender.Start(request, settings, method, call, mapped, passesQuery: true);
        if (started.Fault is null)
        {
            started = AddHeaders(request, call, mapped);
        }

        if (started.Fault is not null)
        {
            return started;
        }

        if (HttpSettings.HasBody(method))
        {
            HttpSender.PassBody(request, call);
        }

        var exchange = await HttpSender.SendAsync(client, target, request, settings, call, time);
        return exchange.Fault == UpstreamFault.None
            ? await AnswerAsync(call, exchange)
            : HttpFaults.Of(
                exchange.Fault, exchange.FaultDetail, exchange.FaultCause, settings.PayloadBytes, call.Aborted);
    }

    private StepResult AddHeaders(UpstreamRequest request, RestCall call, BackendRequest? mapped)
    {
        var hasAccept = false;
        var hasUserAgent = false;
        foreach (var (name, values) in call.Request.Headers.Entries)
        {
            if (HeaderRules.TowardIntegration(name, HeaderFamily.HttpProxy) != HeaderAction.Pass
                || (mapped is not null && mapped.HasHeader(name))
                || IsWithheld(name, values))
            {
                continue;
            }

            hasAccept |= name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
            hasUserAgent |= name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
            if (!HttpSender.TryAddHeader(request, name, values))
            {
                return HttpFaults.UnreadableHeader(name);
            }
        }

        if (mapped is not null)
        {
            foreach (var (name, values) in mapped.Headers)
            {
                if (!HttpSender.MayBeMapped(name, values, HeaderFamily.HttpProxy))
                {
                    continue;
                }

                hasAccept |= name.Equals("Accept", StringComparison.OrdinalIgnoreCase);
                hasUserAgent |= name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
                if (!HttpSender.TryAddHeader(request, name, values))
                {
                    return HttpFaults.UnsendableHeader(name);
                }
            }
        }

        HttpSender.AddDefaults(request, settings, call, hasAccept, hasUserAgent);
        return StepResult.Continue;
    }

    /// <summary>The trace header is added once for all; a signature is for the gateway alone.</summary>
    private bool IsWithheld(string name, StringValues values) =>
        ReferenceEquals(name, TraceIdentity.HeaderName)
        || (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
            && (settings.DropsAuthorization || HeaderRules.IsSignature(values.ToString())));

    private ValueTask<StepResult> AnswerAsync(RestCall call, UpstreamExchange exchange)
    {
        var contentType = StringValues.Empty;
        var headers = ReadHeaders(exchange, call, ref contentType);
        if (contentType.Count == 0)
        {
            contentType = MethodAnswer.DefaultContentType; // also where the backend gave none (sheet §1.6)
        }

        // A STREAM answer is neither converted nor held, however short it is (sheet §5.14, §8.3).
        var types = call.Request.Stage.BinaryMediaTypes;
        var form = types.IsDefined && !settings.IsStream
            ? PayloadConversion.OfResponse(
                types, contentType.ToString(), MediaType.FirstOfAccept(call.Request.Http.Request.Headers.Accept),
                ContentHandling.None)
            : PayloadForm.AsIs;
        var isWhole = form != PayloadForm.AsIs
            || (exchange.ContentLength is > 0 and <= ExecutionLimits.HeldBodyBytes && !settings.IsStream);
        if (isWhole)
        {
            return AnswerWholeAsync(call, exchange, headers, contentType, form);
        }

        call.Endpoint.TimeToAllHeaders = settings.IsStream ? call.IntegrationLatency : null;
        call.Answer = new MethodAnswer
        {
            Status = exchange.StatusCode,
            ContentType = contentType,
            Headers = headers,
            Stream = new HttpAnswerStream(exchange, settings, call.Request.Verb == "HEAD"),
        };
        return StepResult.Continue;
    }

    private async ValueTask<StepResult> AnswerWholeAsync(
        RestCall call, UpstreamExchange exchange, List<KeyValuePair<string, StringValues>> headers,
        StringValues contentType, PayloadForm form)
    {
        var read = await exchange.ReadBodyAsync(settings.PayloadBytes, call.Aborted);
        if (read.Fault != UpstreamFault.None)
        {
            return HttpFaults.Of(
                read.Fault, exchange.FaultDetail, exchange.FaultCause, settings.PayloadBytes, call.Aborted);
        }

        EndpointTrace.Body(call.Request.Trace, read.Bytes.Span);
        if (!PayloadConversion.TryApply(form, read.Bytes, out var body))
        {
            return new StepResult(
                GatewayFaults.ApiConfigurationError,
                "Execution failed due to configuration error: Unable to base64 decode the body.");
        }

        call.Answer = new MethodAnswer
        {
            Status = exchange.StatusCode, ContentType = contentType, Headers = headers, Body = body,
        };
        return StepResult.Continue;
    }

    private static List<KeyValuePair<string, StringValues>> ReadHeaders(
        UpstreamExchange exchange, RestCall call, ref StringValues contentType)
    {
        var headers = new List<KeyValuePair<string, StringValues>>(exchange.Headers.Count + 1);
        foreach (var header in exchange.Headers)
        {
            var name = header.NameText;
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = header.ValueText;
                continue;
            }

            var action = HeaderRules.TowardClient(name, HeaderFamily.HttpProxy, out var finalName);
            if (action == HeaderAction.Drop || (action == HeaderAction.Pass && header.IsHopByHop))
            {
                continue; // hop-by-hop also by what the backend's Connection names (RFC 9110 §7.6.1)
            }

            Add(headers, finalName, header.ValueText);
        }

        headers.Add(new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(call.Request.TraceHeader)));
        return headers;
    }

    private static void Add(List<KeyValuePair<string, StringValues>> headers, string name, string value)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                // Set-Cookie and its like stay separate lines.
                headers[i] = new(headers[i].Key, StringValues.Concat(headers[i].Value, value));
                return;
            }
        }

        headers.Add(new(name, value));
    }
}
