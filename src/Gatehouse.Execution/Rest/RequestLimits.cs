using System.Buffers;
using Gatehouse.Execution.Faults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution.Rest;

/// <summary>
/// What is refused before any step: sizes (sheet §15) and targets that no rule can read (sheet §1.3).
/// </summary>
internal static class RequestLimits
{
    private static readonly SearchValues<char> QueryReserved = SearchValues.Create("|{}");

    public static StepResult Check(ArrivedRequest request)
    {
        if (request.UrlLength > request.Stage.MaxUrlLength)
        {
            return new StepResult(
                GatewayFaults.UriTooLong, $"The URL has {request.UrlLength} characters, more than allowed");
        }

        if (HeaderBytes(request.Http.Request.Headers) > ExecutionLimits.HeaderBlockBytes)
        {
            return new StepResult(GatewayFaults.HeadersTooLarge, "The header block is larger than 20,480 bytes");
        }

        var path = request.ResourcePath;
        var query = request.RawQuery;
        if (query.ContainsAny(QueryReserved)
            || !PercentEncoding.IsWellFormed(path)
            || !PercentEncoding.IsWellFormed(query))
        {
            return new StepResult(GatewayFaults.MalformedTarget, "The request target is not percent-encoded correctly");
        }

        return CheckBody(request.Http);
    }

    private static StepResult CheckBody(HttpContext http)
    {
        if (http.Request.ContentLength is { } length)
        {
            return length > ExecutionLimits.BodyBytes ? GatewayFaults.RequestTooLarge : StepResult.Continue;
        }

        // Without a length the server counts while the body is read, whoever reads it.
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = ExecutionLimits.BodyBytes;
        }

        return StepResult.Continue;
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
