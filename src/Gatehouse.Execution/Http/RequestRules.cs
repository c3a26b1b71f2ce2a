using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Http;

/// <summary>What is refused before a route is looked for: sizes (http-api §6.4), and targets that no rule can read.</summary>
internal static class RequestRules
{
    // "GET /path HTTP/1.1": two spaces and the protocol.
    private const int RequestLineOverhead = 11;

    public static RouteResult Check(HttpApiRequest request)
    {
        var settings = request.Stage.Settings;
        var line = request.Verb.Length + request.UrlLength + RequestLineOverhead;
        if (line > settings.HttpApiHeadBytes)
        {
            return new RouteResult(ApiFault.UriTooLong, $"The request line has {line} bytes, more than allowed");
        }

        if (line + ValueBytes(request.Http.Request.Headers) > settings.HttpApiHeadBytes)
        {
            return new RouteResult(
                ApiFault.HeadersTooLarge,
                $"The request line and the values of the headers have more than {settings.HttpApiHeadBytes} bytes");
        }

        return TargetRules.Refusal(request.ResourcePath, request.RawQuery) is { } refused
            ? new RouteResult(ApiFault.BadRequest, refused)
            : CheckBody(request.Http, settings.PayloadBytes);
    }

    public static RouteResult TooLarge(int maxBytes) =>
        new(ApiFault.TooLarge, $"The body has more than {maxBytes} bytes");

    private static RouteResult CheckBody(HttpContext http, int maxBytes)
    {
        var length = http.Request.ContentLength;
        if (length > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        // Without a length the server counts while the body is read, whoever reads it.
        if (length is null
            && http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = maxBytes;
        }

        return RouteResult.Continue;
    }

    private static int ValueBytes(IHeaderDictionary headers)
    {
        var total = 0;
        foreach (var header in headers)
        {
            var values = header.Value;
            for (var i = 0; i < values.Count; i++)
            {
                total += values[i]?.Length ?? 0;
            }
        }

        return total;
    }
}
