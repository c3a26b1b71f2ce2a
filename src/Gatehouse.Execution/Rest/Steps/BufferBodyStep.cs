using System.Buffers;
using System.IO.Compression;
using Gatehouse.Execution.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// Reads the whole body, up to AWS's 10 MiB, and undoes its Content-Encoding (sheet §8.4). A step of those methods only
/// in which something looks at the body.
/// </summary>
internal sealed class BufferBodyStep : IRestStep
{
    private const int InitialBytes = 4_096;

    public ValueTask<StepResult> RunAsync(RestCall call) => EnsureReadAsync(call);

    /// <summary>Reads it if nobody has yet.</summary>
    public static ValueTask<StepResult> EnsureReadAsync(RestCall call)
    {
        if (call.IsBodyBuffered)
        {
            return StepResult.Continue;
        }

        var request = call.Request.Http.Request;
        var detection = call.Request.Http.Features.Get<IHttpRequestBodyDetectionFeature>();
        if (request.ContentLength is 0 || detection is { CanHaveBody: false })
        {
            call.TakeEmptyBody();
            return StepResult.Continue;
        }

        return ReadAsync(call, request);
    }

    private static async ValueTask<StepResult> ReadAsync(RestCall call, HttpRequest request)
    {
        var capacity = Math.Clamp(request.ContentLength ?? InitialBytes, 1, ExecutionLimits.BodyBytes);
        var body = new PooledBytes((int)capacity);
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(call.Aborted);
                var tooLarge = body.Length + read.Buffer.Length > ExecutionLimits.BodyBytes;
                if (!tooLarge)
                {
                    foreach (var segment in read.Buffer)
                    {
                        body.Write(segment.Span);
                    }
                }

                reader.AdvanceTo(read.Buffer.End);
                if (tooLarge)
                {
                    body.Dispose();
                    return GatewayFaults.RequestTooLarge;
                }

                if (read.IsCompleted)
                {
                    break;
                }
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            body.Dispose();
            return GatewayFaults.RequestTooLarge;
        }
        catch
        {
            body.Dispose();
            throw;
        }

        return Decode(call, body, request.Headers.ContentEncoding.ToString());
    }

    private static StepResult Decode(RestCall call, PooledBytes body, string encoding)
    {
        var coding = encoding.Trim();
        if (coding.Length == 0 || coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            call.TakeBody(body);
            return StepResult.Continue;
        }

        using (body)
        {
            var bytes = new MemoryStream(body.Written.ToArray(), writable: false);
            using Stream? decoder = coding.ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => new GZipStream(bytes, CompressionMode.Decompress),
                // Both forms that clients call deflate: zlib-wrapped (RFC 9110) and raw.
                "deflate" when IsZlib(body.WrittenSpan) => new ZLibStream(bytes, CompressionMode.Decompress),
                "deflate" => new DeflateStream(bytes, CompressionMode.Decompress),
                _ => null,
            };
            return decoder is null
                ? new StepResult(GatewayFaults.UnsupportedMediaType, $"The Content-Encoding {coding} is not supported")
                : Inflate(call, decoder);
        }
    }

    private static StepResult Inflate(RestCall call, Stream decoder)
    {
        var inflated = new PooledBytes(InitialBytes);
        try
        {
            while (true)
            {
                // Reads memory, not a device: nothing here can block.
                var count = decoder.Read(inflated.GetSpan(InitialBytes));
                if (count == 0)
                {
                    call.TakeBody(inflated);
                    return StepResult.Continue;
                }

                inflated.Advance(count);
                if (inflated.Length > ExecutionLimits.BodyBytes)
                {
                    inflated.Dispose();
                    return GatewayFaults.RequestTooLarge; // a small body that unfolds to a huge one
                }
            }
        }
        catch (InvalidDataException)
        {
            inflated.Dispose();
            return new StepResult(GatewayFaults.UnsupportedMediaType, "The body is not what its Content-Encoding says");
        }
    }

    private static bool IsZlib(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0; // RFC 1950 §2.2
}
