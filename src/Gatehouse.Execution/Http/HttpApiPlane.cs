using System.Runtime.ExceptionServices;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Http;

/// <summary>
/// Serves the requests of HTTP APIs (http-api §6): limits, route, preflight, the route's guards, its integration, the answer.
/// The road of a call that nothing suspends is plain calls; the first wait moves it to its asynchronous twin.
/// </summary>
internal sealed class HttpApiPlane(
    RequestIdentifiers ids, TimeProvider time, HttpRecorder recorder, ILogger<HttpApiPlane> logger)
{
    public ValueTask HandleAsync(HttpContext http, HttpStagePlan stage, string target, in InvokeAddress address)
    {
        var request = new HttpApiRequest(http, stage, target, address, ids, time.GetUtcNow(), time.GetTimestamp());
        try
        {
            return Start(request);
        }
        catch (Exception exception) when (IsOurs(http, exception))
        {
            return AnswerBugAsync(request, exception);
        }
    }

    private ValueTask Start(HttpApiRequest request)
    {
        var refusal = RequestRules.Check(request);
        if (refusal.Fault is not null)
        {
            return AnswerFaultAsync(request, null, refusal);
        }

        var captures = default(RouteCaptures);
        var path = request.RoutePath;
        var route = request.Stage.Routes.Match(path, request.Verb, ref captures);
        var isPreflight = request.Stage.Cors is not null && CorsPlan.IsPreflight(request.Http.Request);
        if (route is null)
        {
            // No 405 and no Allow: a path that exists only for other methods is not found (http-api §6.3).
            return isPreflight
                ? AnswerPreflight(request, null)
                : AnswerFaultAsync(request, null, new RouteResult(ApiFault.NotFound, "No route matches the request"));
        }

        var call = new RouteCall(request, route, new PathParameters(route.ParameterNames, path, captures));
        return Run(call, isPreflight);
    }

    private ValueTask Run(RouteCall call, bool isPreflight)
    {
        try
        {
            var guards = call.Route.Guards;
            for (var i = 0; i < guards.Length; i++)
            {
                var running = guards[i].RunAsync(call);
                if (!running.IsCompletedSuccessfully)
                {
                    return ContinueGuardsAsync(call, running, i, isPreflight);
                }

                var result = Completed.Take(running);
                if (result.Fault is not null)
                {
                    return FinishAsync(call, AnswerFaultAsync(call.Request, call, result));
                }
            }

            return isPreflight
                ? FinishAsync(call, AnswerPreflight(call.Request, call))
                : Integrate(call);
        }
        catch (Exception exception)
        {
            return FailAsync(call, exception);
        }
    }

    private async ValueTask ContinueGuardsAsync(
        RouteCall call, ValueTask<RouteResult> running, int index, bool isPreflight)
    {
        try
        {
            var guards = call.Route.Guards;
            var result = await running;
            while (result.Fault is null && ++index < guards.Length)
            {
                result = await guards[index].RunAsync(call);
            }

            if (result.Fault is not null)
            {
                await FinishAsync(call, AnswerFaultAsync(call.Request, call, result));
                return;
            }

            await (isPreflight ? FinishAsync(call, AnswerPreflight(call.Request, call)) : Integrate(call));
        }
        catch (Exception exception)
        {
            await FailAsync(call, exception);
        }
    }

    private ValueTask Integrate(RouteCall call)
    {
        var running = call.Route.Integration.RunAsync(call);
        return running.IsCompletedSuccessfully
            ? FinishAsync(call, Answer(call, Completed.Take(running)))
            : FinishIntegrationAsync(call, running);
    }

    private async ValueTask FinishIntegrationAsync(RouteCall call, ValueTask<RouteResult> running)
    {
        try
        {
            var writing = Answer(call, await running);
            if (!writing.IsCompletedSuccessfully)
            {
                await writing;
            }
        }
        catch (Exception exception) when (IsOurs(call.Request.Http, exception))
        {
            await AnswerBugAsync(call.Request, exception);
        }
        finally
        {
            var disposing = call.DisposeAsync();
            if (!disposing.IsCompletedSuccessfully)
            {
                await disposing;
            }
        }
    }

    private ValueTask Answer(RouteCall call, RouteResult result)
    {
        if (result.Fault is not null)
        {
            return AnswerFaultAsync(call.Request, call, result);
        }

        if (call.Route.ResponseMappings is { } mappings)
        {
            if (call.Stream is not null && mappings.ReadsBody(call.Status))
            {
                return HoldThenMapAsync(call, mappings);
            }

            if (mappings.Apply(call) is { } error)
            {
                return AnswerFaultAsync(call.Request, call, new RouteResult(ApiFault.InternalError, error));
            }
        }

        return Write(call);
    }

    private ValueTask Write(RouteCall call)
    {
        if (call.Stream is not null)
        {
            return StreamAsync(call);
        }

        Answers.WriteHead(call.Request, call.Status);
        Answers.WriteLength(call.Request, call.Answer.Length);
        var writing = AnswerBody.WriteAsync(call.Request.Http, call.Answer);
        recorder.Record(call.Request, call, call.Status, call.Answer.Length, null, null);
        return writing;
    }

    private async ValueTask HoldThenMapAsync(RouteCall call, Mapping.ResponseMappings mappings)
    {
        var held = await AnswerStream.HoldAsync(call);
        if (held.Fault is null && mappings.Apply(call) is { } error)
        {
            held = new RouteResult(ApiFault.InternalError, error);
        }

        await (held.Fault is null ? Write(call) : AnswerFaultAsync(call.Request, call, held));
    }

    private async ValueTask StreamAsync(RouteCall call)
    {
        var request = call.Request;
        var (result, length) = await AnswerStream.CopyAsync(call);
        if (result.Fault is null)
        {
            recorder.Record(request, call, call.Status, length, null, null);
            return;
        }

        if (!request.Http.Response.HasStarted)
        {
            await AnswerFaultAsync(request, call, result);
            return;
        }

        // Part of the answer is out: the only honest end is one that the client can see.
        logger.StreamBroken(request.RequestId, result.Detail);
        recorder.Record(request, call, call.Status, length, result.Fault, result.Detail);
        request.Http.Abort();
    }

    private ValueTask AnswerPreflight(HttpApiRequest request, RouteCall? call)
    {
        Answers.WritePreflight(request);
        recorder.Record(request, call, StatusCodes.Status204NoContent, 0, null, null);
        return default;
    }

    private ValueTask AnswerFaultAsync(HttpApiRequest request, RouteCall? call, RouteResult result)
    {
        var fault = result.Fault!;
        logger.Faulted(request.RequestId, fault.ResponseType, fault.Status, result.Detail);
        request.Http.Response.Clear(); // what an integration had put there
        recorder.Record(request, call, fault.Status, fault.Body.Length, fault, result.Detail);
        return Answers.WriteFaultAsync(request, fault, call?.Challenge);
    }

    private static ValueTask FinishAsync(RouteCall call, ValueTask writing)
    {
        return writing.IsCompletedSuccessfully ? call.DisposeAsync() : Await(call, writing);

        static async ValueTask Await(RouteCall call, ValueTask writing)
        {
            await using (call)
            {
                await writing;
            }
        }
    }

    private async ValueTask FailAsync(RouteCall call, Exception exception)
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

    private ValueTask AnswerBugAsync(HttpApiRequest request, Exception exception)
    {
        logger.Failed(exception, request.RequestId, request.Verb, request.ClientPath);
        if (request.Http.Response.HasStarted)
        {
            request.Http.Abort();
            return default;
        }

        return AnswerFaultAsync(
            request, null, new RouteResult(ApiFault.Failed, "Execution failed due to an internal error"));
    }

    /// <summary>A client that went away or sent malformed bytes is no bug: Kestrel ends such a request.</summary>
    private static bool IsOurs(HttpContext http, Exception exception) =>
        exception is not BadHttpRequestException
        && !(http.RequestAborted.IsCancellationRequested
            && exception is OperationCanceledException or IOException);
}
