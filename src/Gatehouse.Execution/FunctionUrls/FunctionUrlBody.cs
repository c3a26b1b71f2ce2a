using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>Reads the whole body of a request, within its limit.</summary>
internal static class FunctionUrlBody
{
    /// <returns>In a buffer that the caller owns; <see langword="null"/> when there is more than the limit.</returns>
    public static async ValueTask<PooledBytes?> ReadAsync(HttpContext http)
    {
        var length = http.Request.ContentLength;
        if (length > FunctionUrlLimits.BodyBytes)
        {
            return null;
        }

        var body = new PooledBytes((int)Math.Max(1, length ?? FunctionUrlLimits.FirstBodyBytes));
        if (length is 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return body;
        }

        try
        {
            var fits = await ReadAsync(http, body);
            if (!fits)
            {
                body.Dispose();
            }

            return fits ? body : null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            body.Dispose();
            return null;
        }
        catch (IOException exception) when (exception is not BadHttpRequestException)
        {
            body.Dispose();
            throw Http.RequestBody.Unreadable(exception);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static async ValueTask<bool> ReadAsync(HttpContext http, PooledBytes body)
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            var fits = body.Length + read.Buffer.Length <= FunctionUrlLimits.BodyBytes;
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
