using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Signatures;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>
/// Serves function URLs as Lambda does, without API Gateway: preflight, body, caller, function, answer. The function's
/// own timeout is the only one.
/// </summary>
internal sealed class FunctionUrlPlane(
    FunctionUrlGate gate, IFunctionInvoker invoker, RequestIdentifiers ids, TimeProvider time,
    IRequestRecordSink? records, ILogger logger)
{
    /// <param name="http">The exchange.</param>
    /// <param name="url">Which one; <see langword="null"/> when its host names none that exists.</param>
    /// <param name="target">The request target.</param>
    public async ValueTask HandleAsync(HttpContext http, FunctionUrlPlan? url, string target)
    {
        if (url is null)
        {
            await FunctionUrlAnswers.WriteFaultAsync(
                http, ids.NewRequestId(), FunctionUrlFault.Forbidden("No function URL has this host"));
            return;
        }

        var request = RequestOf(http, url, target);
        if (url.Cors is { } cors && Http.Cors.CorsPlan.IsPreflight(http.Request))
        {
            // Nobody signs a preflight, and the function is not asked (Lambda developer guide, CORS of function URLs).
            FunctionUrlAnswers.WriteHead(request, StatusCodes.Status200OK);
            http.Response.ContentLength = 0;
            cors.AddToPreflight(http);
            Record(request, StatusCodes.Status200OK, 0, null);
            return;
        }

        var (fault, body) = await ReadAsync(request);
        if (fault is not null)
        {
            await RefuseAsync(request, fault);
            return;
        }

        PooledBytes payload;
        using (body)
        {
            fault = gate.Check(request, body!.WrittenSpan, out var caller);
            if (fault is not null)
            {
                await RefuseAsync(request, fault);
                return;
            }

            payload = FunctionUrlEventWriter.Write(request, body.WrittenSpan, caller);
        }

        await (url.IsStreaming ? StreamAsync(request, payload) : InvokeAsync(request, payload));
    }

    private FunctionUrlRequest RequestOf(HttpContext http, FunctionUrlPlan url, string target)
    {
        // The authority of an absolute target (RFC 9112 §3.2) is no part of the path.
        var start = 0;
        if (target.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
        {
            start = target.IndexOf('/', scheme + 3) is >= 0 and var slash ? slash : target.Length;
        }

        var question = target.IndexOf('?', start);
        var end = question < 0 ? target.Length : question;
        var address = new InvokeAddress
        {
            ApiId = url.UrlId, Stage = default, ResourceStart = start, PathStart = start, PathEnd = end, IsPathForm = false,
        };
        return new FunctionUrlRequest(http, url, target, address, ids, time.GetUtcNow(), time.GetTimestamp());
    }

    private static async ValueTask<(FunctionUrlFault? Fault, PooledBytes? Body)> ReadAsync(FunctionUrlRequest request)
    {
        if (request.UrlLength > FunctionUrlLimits.TargetLength)
        {
            return (FunctionUrlFault.TargetTooLong(), null);
        }

        if (TargetRules.Refusal(request.FullPath, request.RawQuery) is { } refusal)
        {
            return (FunctionUrlFault.BadRequest(refusal), null);
        }

        return await FunctionUrlBody.ReadAsync(request.Http) is { } body
            ? (null, body)
            : (FunctionUrlFault.TooLarge(), null);
    }

    private static FunctionCall CallOf(FunctionUrlRequest request, PooledBytes payload) => new()
    {
        Function = request.Url.Function,
        Payload = payload.Written,
        RequestId = request.RequestId,
        TraceId = TraceIdentity.WithoutSelf(request.TraceHeader),
    };

    private async ValueTask InvokeAsync(FunctionUrlRequest request, PooledBytes payload)
    {
        var isDone = false;
        try
        {
            var result = await invoker.InvokeAsync(CallOf(request, payload), request.Http.RequestAborted);
            isDone = true;
            if (FaultOf(result) is { } fault)
            {
                await RefuseAsync(request, fault);
                return;
            }

            using var answer = FunctionUrlAnswer.TryRead(result.Payload, out var error);
            if (answer is null)
            {
                await RefuseAsync(request, FunctionUrlFault.Failed(error!));
                return;
            }

            var length = await FunctionUrlAnswers.WriteAsync(request, answer);
            Record(request, answer.Status, length, null);
        }
        finally
        {
            Release(payload, isDone);
        }
    }

    private async ValueTask StreamAsync(FunctionUrlRequest request, PooledBytes payload)
    {
        await using var stream = invoker.InvokeStreaming(CallOf(request, payload));
        try
        {
            var copy = new FunctionUrlStream(request, stream);
            var fault = await copy.CopyAsync(FaultOf);
            if (fault is null)
            {
                Record(request, request.Http.Response.StatusCode, copy.Length, null);
                return;
            }

            if (!request.Http.Response.HasStarted)
            {
                request.Http.Response.Clear();
                await RefuseAsync(request, fault);
                return;
            }

            // Part of the answer is out: the only honest end is one that the client can see.
            logger.UrlRefused(request.RequestId, fault.Status, fault.Detail);
            Record(request, request.Http.Response.StatusCode, copy.Length, fault);
            request.Http.Abort();
        }
        finally
        {
            Release(payload, stream.Ended.IsCompleted);
        }
    }

    /// <summary>A function whose caller has gone may still read its event.</summary>
    private static void Release(PooledBytes payload, bool isDone)
    {
        if (isDone)
        {
            payload.Dispose();
        }
        else
        {
            payload.Abandon();
        }
    }

    private static FunctionUrlFault? FaultOf(FunctionResult result) => result.Outcome switch
    {
        FunctionOutcome.Succeeded => null,
        FunctionOutcome.Throttled => FunctionUrlFault.Throttled(result.Reason),
        FunctionOutcome.FunctionFailed => FunctionUrlFault.Failed(
            "The function failed: " + Integrations.Function.FunctionErrors.MessageOf(result.Payload)),
        _ => FunctionUrlFault.Failed($"The function could not be run ({result.Outcome}): {result.Reason}"),
    };

    private ValueTask RefuseAsync(FunctionUrlRequest request, FunctionUrlFault fault)
    {
        logger.UrlRefused(request.RequestId, fault.Status, fault.Detail);
        request.Url.Cors?.AddToAnswer(request.Http);
        Record(request, fault.Status, fault.Body.Length, fault);
        return FunctionUrlAnswers.WriteFaultAsync(request.Http, request.RequestId, fault);
    }

    private void Record(FunctionUrlRequest request, int status, long length, FunctionUrlFault? fault)
    {
        if (records is null || !(records.IsEnabled || (records.TakesLogs && fault is not null)))
        {
            return;
        }

        records.Write(new RequestRecord
        {
            RequestId = request.RequestId,
            ExtendedRequestId = request.RequestId,
            Scope = request.Url.Scope,
            ApiId = request.Url.UrlId,
            Stage = "$default",
            DeploymentId = string.Empty,
            HttpMethod = request.Verb,
            Path = request.Path,
            ResourcePath = request.Url.Function.Name,
            Status = status,
            ResponseLength = length,
            ResponseLatencyMs = time.GetElapsedTime(request.StartedAt).TotalMilliseconds,
            Detail = fault?.Detail,
            Timestamp = request.ArrivedAt,
        });
    }
}
