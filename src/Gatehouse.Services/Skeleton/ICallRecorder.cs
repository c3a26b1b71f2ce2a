using Microsoft.Extensions.Logging;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Keeps what was called. Runs before the answer is sent and may fail the call: this is the audit path that CloudTrail
/// takes.
/// </summary>
public interface ICallRecorder
{
    ValueTask RecordAsync(CallRecord record, CancellationToken cancellationToken);
}

/// <summary>
/// One call of the control plane, refused or not. No member holds input, so that no secret is recorded.
/// </summary>
/// <param name="RequestId">As in the answer's <c>x-amzn-RequestId</c>.</param>
/// <param name="Service">The contract's id; the words of the request when no service was found.</param>
/// <param name="Operation">The contract's name, or method and path when none was found.</param>
/// <param name="Caller"><see langword="null"/> when the call was refused before it was known.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="ErrorCode"><see langword="null"/> on success.</param>
/// <param name="Started">When the request's head had arrived.</param>
/// <param name="Elapsed">Until the answer was ready.</param>
/// <param name="SourceAddress">The peer's address.</param>
/// <param name="UserAgent">As sent.</param>
public sealed record CallRecord(
    string RequestId,
    string Service,
    string Operation,
    CallerIdentity? Caller,
    int Status,
    string? ErrorCode,
    DateTimeOffset Started,
    TimeSpan Elapsed,
    string? SourceAddress,
    string? UserAgent);

/// <summary>One log line per call.</summary>
internal sealed class LogCallRecorder(ILogger<LogCallRecorder> logger) : ICallRecorder
{
    public ValueTask RecordAsync(CallRecord record, CancellationToken cancellationToken)
    {
        logger.CallAnswered(
            record.Service,
            record.Operation,
            record.Status,
            record.ErrorCode,
            record.Elapsed.TotalMilliseconds,
            record.RequestId);
        return default;
    }
}
