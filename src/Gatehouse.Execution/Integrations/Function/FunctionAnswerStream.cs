using System.Buffers;
using System.IO.Pipelines;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Functions;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>
/// A function's answer on its way to the client, piece by piece as the function writes it (sheet §5.14).
/// </summary>
internal sealed class FunctionAnswerStream : IAnswerStream, IAsyncDisposable
{
    private static readonly StepResult WrongLength = new(
        GatewayFaults.InternalError, "The function's answer has not the Content-Length that it announced");

    private readonly RestCall _call;
    private readonly FunctionStream _stream;
    private readonly PooledBytes _payload;
    private readonly StreamClock _clock;
    private readonly string _requestId;

    public FunctionAnswerStream(
        RestCall call, FunctionStream stream, PooledBytes payload, FunctionSettings settings, TimeProvider time,
        string requestId)
    {
        _call = call;
        _stream = stream;
        _payload = payload;
        _requestId = requestId;
        _clock = new StreamClock(stream.Body, time, settings.Timeout, settings.StreamIdle);
    }

    public long? Length { get; private set; }

    public bool IsImmediate => true;

    /// <summary>Reads until the metadata is whole. Nothing has gone to the client before that.</summary>
    public async ValueTask<(FunctionResponse? Response, StepResult Refusal)> ReadPreludeAsync()
    {
        while (true)
        {
            var read = await _clock.ReadAsync(_call.Aborted);
            if (_clock.IsExpired)
            {
                return (null, End(FunctionFaults.TimedOut));
            }

            if (TryReadPrelude(read, out var response, out var refusal))
            {
                return (response, refusal);
            }
        }
    }

    public async ValueTask<StepResult> CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if (HasNoBody())
        {
            return End(StepResult.Continue); // the function goes on; nobody can be told what it says
        }

        // The head goes out before the first byte of the body is here.
        await output.FlushAsync(cancellationToken);

        var sent = 0L;
        while (true)
        {
            var read = await _clock.ReadAsync(cancellationToken);
            if (_clock.IsExpired)
            {
                return End(FunctionFaults.TimedOut);
            }

            sent += read.Buffer.Length;
            if (sent > Length)
            {
                return End(WrongLength);
            }

            foreach (var piece in read.Buffer)
            {
                output.Write(piece.Span);
            }

            _stream.Body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return await FinishAsync(sent);
            }

            if ((await output.FlushAsync(cancellationToken)).IsCompleted)
            {
                throw new OperationCanceledException("The client has gone.", cancellationToken);
            }
        }
    }

    /// <summary>Whoever leaves early leaves the function running, as on Lambda; it may still read its event.</summary>
    public async ValueTask DisposeAsync()
    {
        _clock.Dispose();
        await _stream.DisposeAsync();
        if (_stream.Ended.IsCompleted)
        {
            _payload.Dispose();
        }
        else
        {
            _payload.Abandon();
        }
    }

    private bool TryReadPrelude(in ReadResult read, out FunctionResponse? response, out StepResult refusal)
    {
        response = null;
        refusal = StepResult.Continue;
        var window = FunctionPrelude.Window(read.Buffer);
        var end = FunctionPrelude.Find(window);
        if (end >= 0)
        {
            response = FunctionResponse.TryReadPrelude(window[..end], out var reason);
            var length = (long?)null;
            if (response is not null && !FunctionHeaders.TryReadLength(response, out length))
            {
                response = null;
                reason = "Content-Length is not a length";
            }

            Length = length;
            refusal = response is null ? End(FunctionFaults.MalformedStream(reason)) : StepResult.Continue;
            _stream.Body.AdvanceTo(read.Buffer.GetPosition(end + FunctionPrelude.DelimiterBytes));
            return true;
        }

        var isHopeless = FunctionPrelude.IsHopeless(window);
        _stream.Body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        if (read.IsCompleted)
        {
            refusal = End(RefuseEnded());
            return true;
        }

        refusal = isHopeless
            ? End(FunctionFaults.MalformedStream("the answer does not begin with metadata and eight NULs"))
            : StepResult.Continue;
        return isHopeless;
    }

    /// <summary>The invocation is over and the metadata is not whole.</summary>
    private StepResult RefuseEnded()
    {
        var result = _stream.Ended.Result;
        var refusal = FunctionFaults.Of(_call, result, _requestId);
        return refusal.Fault is not null ? refusal
            : result.Outcome == FunctionOutcome.FunctionFailed ? FunctionFaults.FunctionFailed(result, _requestId)
            : FunctionFaults.MalformedStream("the answer ends before its metadata");
    }

    private async ValueTask<StepResult> FinishAsync(long sent)
    {
        var result = await _stream.Ended;
        return End(
            result.Outcome != FunctionOutcome.Succeeded ? FunctionFaults.FunctionFailed(result, _requestId)
            : Length is { } announced && announced != sent ? WrongLength
            : StepResult.Continue);
    }

    /// <summary>The latency of a stream runs until its end (sheet §5.14).</summary>
    private StepResult End(in StepResult result)
    {
        _call.IntegrationLatency = _clock.Elapsed;
        return result;
    }

    private bool HasNoBody() =>
        HttpMethods.IsHead(_call.Request.Http.Request.Method) || _call.Answer.Status is 204 or 205 or 304;
}
