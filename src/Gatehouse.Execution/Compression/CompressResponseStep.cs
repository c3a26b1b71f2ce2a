using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Compression;

/// <summary>
/// Compresses a method's answer for clients that ask for it (sheet §8.4). A step of the methods of an API only that
/// sets
/// <c>minimumCompressionSize</c>; the last one, so that what a cache keeps is plain.
/// </summary>
/// <remarks>
/// What the gateway answers itself (gateway responses) goes out plain: such bodies are a few dozen bytes. No
/// <c>Vary</c> is added, as on AWS (sheet §1.6).
/// </remarks>
/// <param name="minimumBytes">Smaller bodies stay as they are. An empty one always does.</param>
internal sealed class CompressResponseStep(int minimumBytes) : IRestStep
{
    private const string ContentEncoding = "Content-Encoding";

    private readonly int _minimumBytes = Math.Max(minimumBytes, 1);

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        var accepted = call.Request.Http.Request.Headers.AcceptEncoding;
        if (accepted.Count == 0 || !HasCompressibleBody(call, call.Answer))
        {
            return StepResult.Continue;
        }

        var coding = AcceptEncoding.Choose(accepted);
        if (coding == ContentCoding.Identity)
        {
            return StepResult.Continue;
        }

        if (call.Answer.Stream is { } stream)
        {
            PackStream(call, stream, coding);
            return StepResult.Continue;
        }

        if (call.Answer.Body.Length > CompressionLimits.InlineBytes)
        {
            return PackElsewhereAsync(call, coding);
        }

        Pack(call, coding);
        return StepResult.Continue;
    }

    private bool HasCompressibleBody(RestCall call, MethodAnswer answer)
    {
        // No body: RFC 9110 §6.4.1. Part of one (206): its bytes are counted in the whole, which must stay as it is.
        if (answer.Status is 204 or 206 or 304
            || call.Request.Http.Request.Method == "HEAD" || call.Request.Verb == "HEAD")
        {
            return false;
        }

        var length = answer.Stream is { } stream ? stream.IsImmediate ? 0 : stream.Length : answer.Body.Length;
        return !(length < _minimumBytes) && !IsEncoded(answer);
    }

    private static bool IsEncoded(MethodAnswer answer)
    {
        for (var i = 0; i < answer.Headers.Count; i++)
        {
            if (answer.Headers[i].Key.Equals(ContentEncoding, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static async ValueTask<StepResult> PackElsewhereAsync(RestCall call, ContentCoding coding)
    {
        await Task.Run(() => Pack(call, coding), call.Aborted);
        return StepResult.Continue;
    }

    private static void Pack(RestCall call, ContentCoding coding)
    {
        var answer = call.Answer;
        var packed = new PooledBytes(Math.Max(256, answer.Body.Length / 4));
        call.Own(packed);
        using (var packer = new BodyPacker(coding, packed))
        {
            packer.Write(answer.Body.Span);
        }

        call.Answer = answer with { Headers = [.. answer.Headers, Line(coding)], Body = packed.Written };
    }

    private void PackStream(RestCall call, IAnswerStream stream, ContentCoding coding)
    {
        // A body of unknown length is compressed once it has reached the minimum; the head waits for that.
        var headers = new List<KeyValuePair<string, StringValues>>(call.Answer.Headers);
        call.Answer = call.Answer with
        {
            Headers = headers,
            Stream = new CompressingStream(stream, coding, _minimumBytes, () => headers.Add(Line(coding))),
        };
    }

    private static KeyValuePair<string, StringValues> Line(ContentCoding coding) =>
        new(ContentEncoding, BodyPacker.NameOf(coding));
}
