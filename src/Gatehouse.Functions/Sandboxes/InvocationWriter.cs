using Gatehouse.Functions.RuntimeApi;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Sandboxes;

/// <summary>Writes what an invocation leaves behind: its START, END and REPORT lines and its result.</summary>
internal sealed class InvocationWriter(SandboxPlan plan, SandboxLog log, TimeProvider time)
{
    private static readonly byte[] EmptyEvent = "{}"u8.ToArray();

    /// <summary>Told once, with the first invocation.</summary>
    public TimeSpan? InitDuration { get; set; }

    public int UsedMiB { get; set; }

    public RuntimeEvent Begin(FunctionCall call, StreamedAnswer? output)
    {
        log.Begin(call.RequestId, call.WantsLogTail);
        if (!plan.Log.IsJson)
        {
            log.Hold(PlatformLines.Start(call.RequestId, plan.Document.Version));
        }
        else if (plan.Log.TakesSystemInformation)
        {
            log.Hold(PlatformEvents.Start(time.GetUtcNow(), call.RequestId, plan.Document.Version));
        }

        return new RuntimeEvent
        {
            RequestId = call.RequestId,
            DeadlineMs = (time.GetUtcNow() + plan.Timeout).ToUnixTimeMilliseconds(),
            FunctionArn = call.Function.Arn,

            // An invocation without payload reaches the handler as an empty object (deployment-and-tools §6.1).
            Payload = call.Payload.IsEmpty ? EmptyEvent : call.Payload,
            TraceId = call.TraceId,
            ClientContext = call.ClientContext,
            Output = output,
        };
    }

    public FunctionResult Answered(Invocation invocation, RuntimeAnswer answer)
    {
        var tail = End(invocation.Call, Elapsed(invocation), null);
        return answer.Kind switch
        {
            RuntimeAnswerKind.Response => new FunctionResult
            {
                Outcome = FunctionOutcome.Succeeded,
                Payload = answer.Payload,
                ExecutedVersion = plan.Document.Version,
                LogTail = tail,
            },
            RuntimeAnswerKind.Oversized =>
                Failed(
                    ErrorPayloads.TooLarge(
                        answer.Size,
                        invocation.Output is null ? FunctionLimits.PayloadBytes : FunctionLimits.StreamBytes),
                    tail,
                    "The answer is too large."),
            _ => Failed(answer.Payload, tail, $"The function failed: {answer.ErrorType ?? "Unhandled"}."),
        };
    }

    public FunctionResult TimedOut(Invocation invocation, TimeSpan limit)
    {
        var id = invocation.Call.RequestId;
        WriteText(PlatformLines.TimedOut(time.GetUtcNow(), id, limit));
        var tail = End(invocation.Call, Elapsed(invocation), "timeout");
        return Failed(ErrorPayloads.TimedOut(id, limit), tail, "The function timed out.");
    }

    /// <summary>The runtime broke its answer off and did not end by itself.</summary>
    public FunctionResult Truncated(Invocation invocation)
    {
        const string type = "Runtime.TruncatedResponse";
        var id = invocation.Call.RequestId;
        var tail = End(invocation.Call, Elapsed(invocation), $"error\tError Type: {type}");
        return Failed(
            ErrorPayloads.Failed(id, type, "The response was truncated"), tail, "The runtime broke off its answer.");
    }

    public FunctionResult Exited(Invocation invocation, int status) =>
        Exited(invocation.Call, status, Elapsed(invocation));

    public FunctionResult FailedStart(FunctionCall call, SandboxFailure failure, TimeSpan elapsed)
    {
        var id = call.RequestId;
        switch (failure.Kind)
        {
            case SandboxFailureKind.InitError:
                var type = failure.ErrorType ?? "Runtime.Unknown";
                var tail = End(call, elapsed, $"error\tError Type: {type}");
                return Failed(failure.Payload, tail, $"The function's init failed: {type}.");
            case SandboxFailureKind.TimedOut:
                WriteText(PlatformLines.TimedOut(time.GetUtcNow(), id, failure.Limit));
                tail = End(call, elapsed, "timeout");
                return Failed(ErrorPayloads.TimedOut(id, failure.Limit), tail, "The function's init timed out.");
            default:
                return Exited(call, failure.ExitStatus, elapsed);
        }
    }

    private FunctionResult Exited(FunctionCall call, int status, TimeSpan elapsed)
    {
        // Two lines in one event, as Lambda writes them (deployment-and-tools §6.6, point 9).
        var message = ErrorPayloads.ExitMessage(status);
        WriteText($"{PlatformLines.Exited(call.RequestId, message)}\n{ErrorPayloads.ExitErrorType}");
        var tail = End(call, elapsed, $"error\tError Type: {ErrorPayloads.ExitErrorType}");
        return Failed(ErrorPayloads.Exited(call.RequestId, status), tail, $"{message}.");
    }

    private ReadOnlyMemory<byte> End(FunctionCall call, TimeSpan elapsed, string? status)
    {
        var init = InitDuration;
        InitDuration = null;
        return plan.Log.IsJson ? EndJson(call, elapsed, init, status) : log.End(
            PlatformLines.End(call.RequestId),
            PlatformLines.Report(call.RequestId, elapsed, plan.Document.MemorySize, UsedMiB, init, status));
    }

    /// <summary>In JSON the report says what the text has lines of their own for.</summary>
    private void WriteText(string line)
    {
        if (!plan.Log.IsJson)
        {
            log.Write(line);
        }
    }

    private ReadOnlyMemory<byte> EndJson(FunctionCall call, TimeSpan elapsed, TimeSpan? init, string? status)
    {
        // The text's status is "error", a tab, "Error Type: " and the type.
        var word = status is null ? "success" : status.Split('\t')[0];
        var type = status?.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var colon ? status[(colon + 2)..] : null;
        var now = time.GetUtcNow();
        var isWarning = status is not null;
        return log.End(
            isWarning || plan.Log.TakesSystemDebug
                ? PlatformEvents.RuntimeDone(now, call.RequestId, elapsed, word, type)
                : null,
            isWarning || plan.Log.TakesSystemInformation
                ? PlatformEvents.Report(
                    now, call.RequestId, elapsed, plan.Document.MemorySize, UsedMiB, init, word, type)
                : null);
    }

    private TimeSpan Elapsed(Invocation invocation) => time.GetElapsedTime(invocation.StartedAt);

    private FunctionResult Failed(ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> tail, string reason) => new()
    {
        Outcome = FunctionOutcome.FunctionFailed,
        Payload = payload,

        // Every runtime of today reports all errors so (deployment-and-tools §6.7).
        FunctionError = "Unhandled",
        ExecutedVersion = plan.Document.Version,
        LogTail = tail,
        Reason = reason,
    };
}
