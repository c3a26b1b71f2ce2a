using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Http;

/// <summary>Reads the whole body, up to the payload limit. Nothing undoes its Content-Encoding (http-api §6.4).</summary>
internal static class RequestBody
{
    private const int InitialBytes = 4_096;

    /// <summary>Whether the client sends a body at all.</summary>
    public static bool IsExpected(HttpContext http) =>
        http.Request.ContentLength is not 0
        && (http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? http.Request.ContentLength > 0);

    /// <summary>Reads it if nobody has yet.</summary>
    public static ValueTask<RouteResult> EnsureReadAsync(RouteCall call)
    {
        if (call.IsBodyRead)
        {
            return RouteResult.Continue;
        }

        if (!IsExpected(call.Request.Http))
        {
            call.TakeBody(default, owner: null);
            return RouteResult.Continue;
        }

        return ReadAsync(call, call.Request.Http.Request, call.Request.Stage.Settings.PayloadBytes);
    }

    /// <summary>Framing of the client's that broke in the middle: Kestrel answers 400 and closes.</summary>
    public static BadHttpRequestException Unreadable(Exception cause) =>
        new("The body of the request cannot be read.", StatusCodes.Status400BadRequest, cause);

    private static async ValueTask<RouteResult> ReadAsync(RouteCall call, HttpRequest request, int maxBytes)
    {
        var capacity = Math.Clamp(request.ContentLength ?? InitialBytes, 1, maxBytes);
        var body = new PooledBytes((int)capacity);
        try
        {
            if (await ReadAsync(request, body, maxBytes, call.Aborted))
            {
                call.TakeBody(body.Written, body);
                return RouteResult.Continue;
            }

            body.Dispose();
            return RequestRules.TooLarge(maxBytes);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            body.Dispose();
            return RequestRules.TooLarge(maxBytes);
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            body.Dispose();
            throw Unreadable(exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static async ValueTask<bool> ReadAsync(
        HttpRequest request, PooledBytes body, int maxBytes, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var fits = body.Length + read.Buffer.Length <= maxBytes;
            if (fits)
            {
                foreach (var segment in read.Buffer)
                {
                    body.Write(segment.Span);
                }
            }

            reader.AdvanceTo(read.Buffer.End);
            if (!fits || read.IsCompleted)
            {
                return fits;
            }
        }
    }
}
