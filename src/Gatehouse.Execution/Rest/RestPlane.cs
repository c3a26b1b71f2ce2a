using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// Serves the requests of REST APIs: limits, arrival steps, route, the method's steps, the answer (sheet §3). The road
/// of a call that nothing suspends is plain calls; the first wait moves it to its asynchronous twin.
/// </summary>
internal sealed class RestPlane(
    RequestIdentifiers ids, TimeProvider time, RequestRecorder recorder, ILogger<RestPlane> logger)
{
    public ValueTask HandleAsync(HttpContext http, StagePlan stage, string target, in InvokeAddress address)
    {
        var request = new ArrivedRequest(http, stage, target, address, ids, time.GetUtcNow(), time.GetTimestamp());
        recorder.Begin(request);
        try
        {
            return Start(request);
        }
        catch (Exception exception) when (IsOurs(http, exception))
        {
            return AnswerBugAsync(request, exception);
        }
    }

    /// <summary>Runs the steps of a method that was found by other means than its route: a test's.</summary>
    public ValueTask RunAsync(RestCall call) => Run(call);

    /// <summary>Answers a fault of a request that never came to a method.</summary>
    public ValueTask RefuseAsync(ArrivedRequest request, GatewayFault fault, string? detail) =>
        AnswerFaultAsync(request, null, fault, detail);

    private ValueTask Start(ArrivedRequest request)
    {
        if (RequestLimits.Check(request) is { Fault: { } fault } refusal)
        {
            return AnswerFaultAsync(request, null, fault, refusal.Detail);
        }

        var steps = request.Stage.ArrivalSteps;
        for (var i = 0; i < steps.Length; i++)
        {
            var running = steps[i].RunAsync(request);
            if (!running.IsCompletedSuccessfully)
            {
                return ContinueArrivalAsync(request, running, i);
            }

            var result = Completed.Take(running);
            if (result.Fault is not null)
            {
                return AnswerFaultAsync(request, null, result.Fault, result.Detail);
            }
        }

        return Route(request);
    }

    private async ValueTask ContinueArrivalAsync(ArrivedRequest request, ValueTask<StepResult> running, int index)
    {
        try
        {
            var result = await running;
            var steps = request.Stage.ArrivalSteps;
            while (result.Fault is null && ++index < steps.Length)
            {
                result = await steps[index].RunAsync(request);
            }

            await (result.Fault is null
                ? Route(request)
                : AnswerFaultAsync(request, null, result.Fault, result.Detail));
        }
        catch (Exception exception) when (IsOurs(request.Http, exception))
        {
            await AnswerBugAsync(request, exception);
        }
    }

    private ValueTask Route(ArrivedRequest request)
    {
        var captures = default(RouteCaptures);
        var path = request.ResourcePath;
        var resource = request.Stage.Routes.Match(path, ref captures);
        var method = resource?.Find(request.Verb);
        if (method is null)
        {
            // The failure is per resource: never 404 or 405 (sheet §2).
            var headers = request.Http.Request.Headers;
            var isDated = headers.Date.Count > 0 || headers.ContainsKey("X-Amz-Date");
            return AnswerFaultAsync(
                request, null, GatewayFaults.ForUnmatched(headers.Authorization.ToString(), isDated),
                "No resource and method match the request");
        }

        return Run(new RestCall(request, method, new PathParameters(resource!.ParameterNames, path, captures)));
    }

    private ValueTask Run(RestCall call)
    {
        recorder.Enter(call);
        try
        {
            var steps = call.Method.Steps;
            for (var i = 0; i < steps.Length; i++)
            {
                var running = steps[i].RunAsync(call);
                if (!running.IsCompletedSuccessfully)
                {
                    return ContinueAsync(call, running, i);
                }

                var result = Completed.Take(running);
                if (result.Fault is not null)
                {
                    return FinishAsync(call, AnswerFaultAsync(call.Request, call, result.Fault, result.Detail));
                }
            }

            return FinishAsync(call, AnswerAsync(call));
        }
        catch (Exception exception)
        {
            return FailAsync(call, exception);
        }
    }

    private async ValueTask FailAsync(RestCall call, Exception exception)
    {
        await using (call)
        {
            if (!IsOurs(call.Request.Http, exception))
            {
                ExceptionDispatchInfo.Throw(exception);
            }

            await AnswerBugAsync(call.Request, exception);
        }
    }

    private async ValueTask ContinueAsync(RestCall call, ValueTask<StepResult> running, int index)
    {
        try
        {
            var result = await running;
            var steps = call.Method.Steps;
            while (result.Fault is null && ++index < steps.Length)
            {
                result = await steps[index].RunAsync(call);
            }

            await (result.Fault is null
                ? AnswerAsync(call)
                : AnswerFaultAsync(call.Request, call, result.Fault, result.Detail));
        }
        catch (Exception exception) when (IsOurs(call.Request.Http, exception))
        {
            await AnswerBugAsync(call.Request, exception);
        }
        finally
        {
            await call.DisposeAsync();
        }
    }

    private static ValueTask FinishAsync(RestCall call, ValueTask writing)
    {
        return writing.IsCompletedSuccessfully ? call.DisposeAsync() : Await(call, writing);

        static async ValueTask Await(RestCall call, ValueTask writing)
        {
            await using (call)
            {
                await writing;
            }
        }
    }

    private ValueTask AnswerAsync(RestCall call)
    {
        var answer = call.Answer;
        if (answer.Stream is not null)
        {
            return StreamAsync(call, answer, answer.Stream);
        }

        var writing = AnswerWriter.WriteAsync(call.Request, answer);
        MethodTrace.Succeeded(call, answer, answer.Body.Span);
        recorder.Record(call.Request, call, answer.Status, answer.Body.Length, null, null);
        return writing;
    }

    private async ValueTask StreamAsync(RestCall call, MethodAnswer answer, IAnswerStream stream)
    {
        var http = call.Request.Http;
        var announced = stream.Length;
        // What may still get a length is held to the limit; what has one until its first bytes are here, so that a
        // backend which dies before them is still told as a fault; what streams not at all.
        var limit = stream.IsImmediate ? HoldingWriter.HoldsNothing
            : announced is null ? ExecutionLimits.HeldBodyBytes
            : 0;
        var capturing = call.Request.Trace is { WantsData: true } ? new CapturingWriter(http.Response.BodyWriter) : null;
        using var holding = new HoldingWriter(
            capturing ?? http.Response.BodyWriter, limit,
            () => AnswerWriter.WriteHead(call.Request, answer, announced));
        var paced = stream.IsImmediate ? new PacedWriter(holding, time) : null;
        var result = await stream.CopyToAsync((PipeWriter?)paced ?? holding, call.Aborted);
        if (paced is not null)
        {
            call.EndStream(time, paced.FirstByteAt);
        }

        if (result.Fault is null && holding.Held is { } whole)
        {
            var length = announced ?? (stream.IsImmediate ? null : whole.Length);
            AnswerWriter.WriteHead(call.Request, answer, length);
            await AnswerBody.WriteAsync(http, whole.Written);
            EndpointTrace.Body(call.Request.Trace, whole.WrittenSpan);
            MethodTrace.Succeeded(call, answer, whole.WrittenSpan);
            recorder.Record(call.Request, call, answer.Status, holding.Bytes, null, null);
            return;
        }

        await EndStreamAsync(call, answer, result, holding.Bytes, capturing);
    }

    private async ValueTask EndStreamAsync(
        RestCall call, MethodAnswer answer, StepResult result, long length, CapturingWriter? capturing)
    {
        var http = call.Request.Http;
        if (result.Fault is null)
        {
            // Kestrel sends the last piece of a body of known length only when it is flushed (seen: the client waits).
            await http.Response.BodyWriter.FlushAsync(call.Aborted);
            if (capturing is not null)
            {
                EndpointTrace.Body(call.Request.Trace, capturing.Kept.Span);
                MethodTrace.Succeeded(call, answer, capturing.Kept.Span);
            }
            else
            {
                MethodTrace.Succeeded(call, answer, default);
            }

            recorder.Record(call.Request, call, answer.Status, length, null, null);
            return;
        }

        if (!http.Response.HasStarted)
        {
            http.Response.Clear();
            await AnswerFaultAsync(call.Request, call, result.Fault, result.Detail);
            return;
        }

        // Part of the answer is out: the only honest end is one that the client can see (sheet §5.14).
        logger.StreamBroken(call.Request.RequestId, result.Detail);
        MethodTrace.Faulted(call.Request, call, result.Fault, result.Detail, answer);
        recorder.Record(call.Request, call, answer.Status, length, result.Fault, result.Detail);
        http.Abort();
    }

    private ValueTask AnswerFaultAsync(ArrivedRequest request, RestCall? call, GatewayFault fault, string? detail)
    {
        logger.Faulted(request.RequestId, fault.Row.Name, fault.Status, detail);
        var answer = FaultResponder.Answer(request, call, fault);
        MethodTrace.Faulted(request, call, fault, detail, answer);
        recorder.Record(request, call, answer.Status, answer.Body.Length, fault, detail);
        return AnswerWriter.WriteAsync(request, answer);
    }

    private ValueTask AnswerBugAsync(ArrivedRequest request, Exception exception)
    {
        logger.Failed(exception, request.RequestId, request.Verb, request.ContextPath);
        if (request.Http.Response.HasStarted)
        {
            request.Http.Abort();
            return default;
        }

        request.Http.Response.Clear();
        return AnswerFaultAsync(
            request, null, GatewayFaults.InternalError, "Execution failed due to an internal error");
    }

    /// <summary>A client that went away or sent malformed bytes is no bug: Kestrel ends such a request.</summary>
    private static bool IsOurs(HttpContext http, Exception exception) =>
        exception is not BadHttpRequestException
        && !(http.RequestAborted.IsCancellationRequested
            && exception is OperationCanceledException or IOException);
}
