using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// What is refused before any step: sizes (sheet §15) and targets that no rule can read (sheet §1.3).
/// </summary>
internal static class RequestLimits
{
    public static StepResult Check(ArrivedRequest request)
    {
        if (request.UrlLength > request.Stage.MaxUrlLength)
        {
            return new StepResult(
                GatewayFaults.UriTooLong, $"The URL has {request.UrlLength} characters, more than allowed");
        }

        if (HeaderBytes(request.Http.Request.Headers) > request.Stage.Settings.HeaderBlockBytes)
        {
            return new StepResult(
                GatewayFaults.HeadersTooLarge,
                $"The header block is larger than {request.Stage.Settings.HeaderBlockBytes} bytes");
        }

        return TargetRules.Refusal(request.ResourcePath, request.RawQuery) is { } refused
            ? new StepResult(GatewayFaults.MalformedTarget, refused)
            : CheckBody(request.Http, request.Stage.Settings.PayloadBytes);
    }

    private static StepResult CheckBody(HttpContext http, int maxBytes)
    {
        var length = http.Request.ContentLength;
        if (length > maxBytes)
        {
            return GatewayFaults.TooLarge(maxBytes);
        }

        if (length is 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            return StepResult.Continue;
        }

        // Without a length the server counts while the body is read, whoever reads it.
        if (length is null && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = maxBytes;
        }

        // Decoding comes before everything else (sheet §3 step 3); bytes that are not what the coding says are noticed
        // where they are read.
        var coding = http.Request.Headers.ContentEncoding;
        return coding.Count == 0 || BodyCoding.IsSupported(coding.ToString())
            ? StepResult.Continue
            : new StepResult(GatewayFaults.UnsupportedMediaType, "The Content-Encoding is not supported");
    }

    private static int HeaderBytes(IHeaderDictionary headers)
    {
        var total = 0;
        foreach (var header in headers)
        {
            var values = header.Value;
            for (var i = 0; i < values.Count; i++)
            {
                total += header.Key.Length + (values[i]?.Length ?? 0) + ExecutionLimits.HeaderLineOverhead;
            }
        }

        return total;
    }
}
