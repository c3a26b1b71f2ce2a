using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Protocols.EventStreams;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>A function's answer as events: <c>PayloadChunk</c>s, and one <c>InvokeComplete</c> at the end.</summary>
internal sealed class InvocationEvents(FunctionStream stream) : IOutputStream
{
    private const string Bytes = "application/octet-stream";
    private const string Json = "application/json";

    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await stream.Body.ReadAsync(cancellationToken);
            foreach (var piece in read.Buffer)
            {
                WriteChunks(output, piece.Span);
            }

            stream.Body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }

            if ((await output.FlushAsync(cancellationToken)).IsCompleted)
            {
                return; // the caller has gone; the function goes on
            }
        }

        EventStreamEncoder.WriteEvent(output, "InvokeComplete", Json, Complete(await stream.Ended));
        await output.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private static void WriteChunks(PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var chunk = bytes[..Math.Min(bytes.Length, InvocationLimits.ChunkBytes)];
            EventStreamEncoder.WriteEvent(output, "PayloadChunk", Bytes, chunk);
            bytes = bytes[chunk.Length..];
        }
    }

    private static byte[] Complete(FunctionResult result)
    {
        var members = new JsonObject();
        if (result.Outcome != FunctionOutcome.Succeeded)
        {
            // Which code AWS gives is unconfirmed (§6.2): the word of Invoke's X-Amz-Function-Error, and the error
            // document that Invoke would have returned. Clients ask whether there is a code.
            members["ErrorCode"] = result.FunctionError ?? "Unhandled";
            members["ErrorDetails"] = Encoding.UTF8.GetString(result.Payload.Span);
        }

        if (!result.LogTail.IsEmpty)
        {
            members["LogResult"] = Convert.ToBase64String(result.LogTail.Span);
        }

        return Encoding.UTF8.GetBytes(members.ToJsonString());
    }
}
