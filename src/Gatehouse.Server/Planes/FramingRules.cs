using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>
/// Refuses message framing that two readers could understand differently, and that Kestrel lets through
/// (security §11.1; RFC 9112 §6.1, §6.3). Before any plane: none may act on such a request.
/// </summary>
internal static class FramingRules
{
    // Where Kestrel puts a Content-Length that came together with a Transfer-Encoding.
    private const string HiddenLength = "X-Content-Length";

    /// <returns>The status to refuse with, or <see langword="null"/>.</returns>
    public static int? Refusal(HttpRequest request)
    {
        var headers = request.Headers;
        var coding = headers.TransferEncoding;
        if (coding.Count > 0
            && (coding is not [{ } one] || !one.Equals("chunked", StringComparison.OrdinalIgnoreCase)
                || HttpProtocol.IsHttp10(request.Protocol) || headers.ContainsKey(HiddenLength)))
        {
            return StatusCodes.Status400BadRequest;
        }

        var expectation = headers.Expect;
        return expectation.Count > 0
            && (expectation is not [{ } wish] || !wish.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
                ? StatusCodes.Status417ExpectationFailed
                : null;
    }
}
