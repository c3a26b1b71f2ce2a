using System.Runtime.CompilerServices;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>
/// HTTP_PROXY, public and private: the client's request goes on, the backend's answer comes back, and neither body is held
/// when nothing looks at it (http-api §8, §10).
/// </summary>
internal sealed class ProxyIntegration(ProxySettings settings, UpstreamClient client, TimeProvider time) : IRouteStep
{
    public ValueTask<RouteResult> RunAsync(RouteCall call)
    {
        // A body without a length is held, because backends get a length from AWS, never chunks (http-api §6.4).
        var mustRead = settings.Mappings is { ReadsBody: true }
            || (call.Request.Http.Request.ContentLength is null && RequestBody.IsExpected(call.Request.Http));
        return mustRead && !call.IsBodyRead ? ReadThenSendAsync(call) : SendAsync(call);
    }

    private async ValueTask<RouteResult> ReadThenSendAsync(RouteCall call)
    {
        var read = await RequestBody.EnsureReadAsync(call);
        return read.Fault is null ? await SendAsync(call) : read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RouteResult> SendAsync(RouteCall call)
    {
        using var request = UpstreamRequest.Rent();
        var built = Build(request, call, out var target);
        if (built.Fault is not null)
        {
            return built;
        }

        call.IsIntegrationAttempted = true;
        var started = time.GetTimestamp();
        var exchange = await client.SendAsync(target!, request, settings.Timeout, call.Aborted);
        call.IntegrationLatency = time.GetElapsedTime(started);
        call.Own(exchange);
        if (exchange.Fault != UpstreamFault.None)
        {
            return UpstreamFaults.Of(exchange, exchange.Fault, call);
        }

        var taken = TakeAnswerAsync(call, exchange);
        return taken.IsCompletedSuccessfully ? Completed.Take(taken) : await taken;
    }

    private RouteResult Build(UpstreamRequest request, RouteCall call, out UpstreamTarget? target)
    {
        target = settings.Private?.Take() ?? settings.Uri!.ResolveTarget(call);
        if (target is null)
        {
            return UpstreamFaults.InvalidEndpoint;
        }

        MappedRequest? mapped = null;
        if (settings.Mappings is not null)
        {
            mapped = settings.Mappings.TryApply(call, out var error);
            if (mapped is null)
            {
                return new RouteResult(ApiFault.BadRequest, error);
            }
        }

        var built = Start(request, call, mapped);
        if (built.Fault is not null)
        {
            return built;
        }

        built = mapped is null ? AddReceived(request, call) : AddMapped(request, call, mapped.Headers);
        if (built.Fault is not null)
        {
            return built;
        }

        if (settings.Private is not null)
        {
            // The target has no name of its own; a mapped Host was there first, and stays.
            request.AddHeader("Host", call.Request.Http.Request.Host.Value);
        }

        if (!ForwardHeaders.TryAdd(request, call.Request))
        {
            return UpstreamFaults.UnreadableHeader("forwarded or via");
        }

        AddBody(request, call);
        return RouteResult.Continue;
    }

    private RouteResult Start(UpstreamRequest request, RouteCall call, MappedRequest? mapped)
    {
        var method = settings.Method ?? call.Request.Verb;
        var clientQuery = call.Request.RawQuery;
        if (mapped is null && clientQuery.IsEmpty && settings.Uri?.FixedPath is { } path)
        {
            return request.Start(method, path) ? RouteResult.Continue : UpstreamFaults.InvalidEndpoint;
        }

        var buffer = new CharBuffer(stackalloc char[512]);
        bool hasQuery;
        if (settings.Uri is { } uri)
        {
            if (!uri.TryWrite(ref buffer, call, mapped?.Path, out hasQuery))
            {
                buffer.Dispose();
                return UpstreamFaults.EscapingPath;
            }
        }
        else
        {
            buffer.Append(mapped?.Path ?? PercentEncoding.EncodeRawPath(call.Request.StagePath));
            hasQuery = false;
        }

        if (mapped is { IsQueryChanged: true })
        {
            TargetQuery.Append(ref buffer, mapped.Query, hasQuery);
        }
        else
        {
            TargetQuery.AppendVerbatim(ref buffer, clientQuery, hasQuery);
        }

        var isStarted = request.Start(method, buffer.Written);
        buffer.Dispose();
        return isStarted ? RouteResult.Continue : UpstreamFaults.InvalidEndpoint;
    }

    private static RouteResult AddReceived(UpstreamRequest request, RouteCall call)
    {
        var received = call.Request.Http.Request.Headers;
        var connection = received.Connection;
        var mayName = ConnectionNames.MayName(connection);
        foreach (var header in received)
        {
            var name = header.Key;
            if (ClientHeaders.EndHere(name) || ForwardHeaders.IsExtended(name) || IsHost(name)
                || (mayName && ConnectionNames.EndsHere(connection, name))
                || ClientHeaders.IsSignature(call, name, header.Value))
            {
                continue;
            }

            if (!TryAddHeader(request, name, header.Value))
            {
                return UpstreamFaults.UnreadableHeader(name);
            }
        }

        return RouteResult.Continue;
    }

    /// <summary>As <see cref="AddReceived"/>, of what a mapping left; a Host in it that differs was mapped.</summary>
    private static RouteResult AddMapped(
        UpstreamRequest request, RouteCall call, List<KeyValuePair<string, StringValues>> headers)
    {
        var own = call.Request.Http.Request.Headers.Host;
        foreach (var (name, values) in headers)
        {
            if (ForwardHeaders.IsExtended(name) || (IsHost(name) && values == own)
                || ClientHeaders.IsSignature(call, name, values))
            {
                continue;
            }

            if (!TryAddHeader(request, name, values))
            {
                return UpstreamFaults.UnreadableHeader(name);
            }
        }

        return RouteResult.Continue;
    }

    /// <summary>
    /// Nothing is left out silently: without the header the request would mean something else (security sheet §11.2).
    /// </summary>
    private static bool TryAddHeader(UpstreamRequest request, string name, StringValues values)
    {
        if (values.Count == 1)
        {
            return request.AddHeader(name, values[0]);
        }

        foreach (var value in values)
        {
            if (!request.AddHeader(name, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHost(string name) => name.Length == 4 && name.Equals("Host", StringComparison.OrdinalIgnoreCase);

    private static void AddBody(UpstreamRequest request, RouteCall call)
    {
        var http = call.Request.Http;
        if (call.IsBodyRead)
        {
            if (!call.Body.IsEmpty)
            {
                request.SetBody(call.Body);
            }
        }
        else if (RequestBody.IsExpected(http))
        {
            request.SetBody(http.Request.BodyReader, http.Request.ContentLength);
        }
    }

    private static ValueTask<RouteResult> TakeAnswerAsync(RouteCall call, UpstreamExchange exchange)
    {
        TakeHeaders(call, exchange);
        if (exchange.ContentLength is { } length and > 0 and <= ExecutionLimits.HeldBodyBytes)
        {
            var reading = exchange.ReadBodyAsync((int)length, call.Aborted);
            return reading.IsCompletedSuccessfully
                ? Take(call, exchange, Completed.Take(reading))
                : TakeLaterAsync(call, exchange, reading);
        }

        call.Stream = exchange;
        return RouteResult.Continue;
    }

    private static async ValueTask<RouteResult> TakeLaterAsync(
        RouteCall call, UpstreamExchange exchange, ValueTask<UpstreamBody> reading) =>
        Take(call, exchange, await reading);

    private static RouteResult Take(RouteCall call, UpstreamExchange exchange, in UpstreamBody body)
    {
        if (body.Fault != UpstreamFault.None)
        {
            return UpstreamFaults.Of(exchange, body.Fault, call);
        }

        call.Answer = body.Bytes;
        return RouteResult.Continue;
    }

    /// <summary>Straight into the response: nothing but a mapping ever changes them.</summary>
    private static void TakeHeaders(RouteCall call, UpstreamExchange exchange)
    {
        call.Status = exchange.StatusCode;
        call.Endpoint.ServiceStatus = call.Endpoint.Status = exchange.StatusCode;
        var headers = call.Request.Http.Response.Headers;
        var ownsCors = call.Request.Stage.Cors is not null;
        foreach (var header in exchange.Headers)
        {
            var name = header.NameText;
            if (BackendHeaders.EndHere(name) || header.IsHopByHop || (ownsCors && CorsPlan.IsGatewaysOwn(name)))
            {
                continue;
            }

            BackendHeaders.Add(headers, name, header.ValueText);
            BackendHeaders.NoteIds(call, name, header.ValueText);
        }
    }
}
