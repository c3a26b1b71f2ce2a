using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// Reads the whole body, up to the payload limit, and undoes its Content-Encoding (sheet §8.4). A step of those methods
/// only in which something looks at the body.
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

        return ReadAsync(call, request, call.Request.Stage.Settings.PayloadBytes);
    }

    private static async ValueTask<StepResult> ReadAsync(RestCall call, HttpRequest request, int maxBytes)
    {
        var capacity = Math.Clamp(request.ContentLength ?? InitialBytes, 1, maxBytes);
        var body = new PooledBytes((int)capacity);
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(call.Aborted);
                var tooLarge = body.Length + read.Buffer.Length > maxBytes;
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
                    return GatewayFaults.TooLarge(maxBytes);
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
            return GatewayFaults.TooLarge(maxBytes);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            body.Dispose();
            // A chunk size beyond all numbers, say: malformed bytes of the client's, which Kestrel answers with 400.
            throw new BadHttpRequestException(
                "The body of the request cannot be read.", StatusCodes.Status400BadRequest, exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        return Decode(call, body, request.Headers.ContentEncoding.ToString(), maxBytes);
    }

    private static StepResult Decode(RestCall call, PooledBytes body, string coding, int maxBytes)
    {
        if (call.HashesBody)
        {
            call.RawBodyHash = System.Security.Cryptography.SHA256.HashData(body.WrittenSpan);
        }

        if (BodyCoding.IsIdentity(coding) || body.Length == 0)
        {
            call.TakeBody(body);
            return StepResult.Continue;
        }

        using (body)
        {
            if (!BodyCoding.IsSupported(coding))
            {
                return new StepResult(GatewayFaults.UnsupportedMediaType, "The Content-Encoding is not supported");
            }

            using var decoder = BodyCoding.Decoder(coding, body.Written.ToArray());
            return Inflate(call, decoder, maxBytes);
        }
    }

    private static StepResult Inflate(RestCall call, Stream decoder, int maxBytes)
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
                if (inflated.Length > maxBytes)
                {
                    inflated.Dispose();
                    return GatewayFaults.TooLarge(maxBytes); // a small body that unfolds to a huge one
                }
            }
        }
        catch (InvalidDataException)
        {
            inflated.Dispose();
            return new StepResult(GatewayFaults.UnsupportedMediaType, "The body is not what its Content-Encoding says");
        }
    }
}
