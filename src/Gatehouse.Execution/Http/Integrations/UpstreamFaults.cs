using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>
/// What each failure of a backend answers (http-api §8): 503 for everything that the network causes, since HTTP APIs have no
/// 502 and no 504.
/// </summary>
internal static class UpstreamFaults
{
    public static readonly RouteResult InvalidEndpoint =
        new(ApiFault.InternalError, "Execution failed due to configuration error: Invalid endpoint address");

    /// <summary>A value made the path of the endpoint name another resource (security sheet §11.9).</summary>
    public static readonly RouteResult EscapingPath =
        new(ApiFault.BadRequest, "A value puts a dot segment into the path of the endpoint");

    /// <summary>A client's header with a control character, which no recipient may trust (RFC 9110 §5.5).</summary>
    public static RouteResult UnreadableHeader(string name) =>
        new(ApiFault.BadRequest, $"The header {name} holds a control character, or the head is too large");

    /// <param name="exchange">Of the call that failed.</param>
    /// <param name="fault">The exchange's, or that of reading its body; not <see cref="UpstreamFault.None"/>.</param>
    /// <param name="call">For whom.</param>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    public static RouteResult Of(UpstreamExchange exchange, UpstreamFault fault, RouteCall call)
    {
        var detail = exchange.FaultDetail;
        switch (fault)
        {
            case UpstreamFault.TimedOut:
                return new RouteResult(ApiFault.TimedOut, $"Execution failed due to a timeout error ({detail})");
            case UpstreamFault.BodyTooLarge:
                return new RouteResult(ApiFault.InternalError, "The backend's body is larger than an answer may be");
            case UpstreamFault.RequestBodyFailed:
                return OfRequestBody(exchange, call);
            case UpstreamFault.Cancelled:
                throw new OperationCanceledException(detail, call.Aborted);
            case UpstreamFault.None:
                throw new UnreachableException("no fault has no answer");
            default:
                return Network(detail);
        }
    }

    private static RouteResult OfRequestBody(UpstreamExchange exchange, RouteCall call)
    {
        switch (exchange.FaultCause)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return RequestRules.TooLarge(call.Request.Stage.Settings.PayloadBytes);
            case IOException cause when cause is not BadHttpRequestException:
                throw RequestBody.Unreadable(cause);
            case { } cause:
                // The client broke off or sent malformed bytes; Kestrel ends the request.
                ExceptionDispatchInfo.Throw(cause);
                throw new UnreachableException();
            default:
                return Network(exchange.FaultDetail);
        }
    }

    private static RouteResult Network(string? detail) => new(
        ApiFault.Unavailable, $"Execution failed due to a network error communicating with endpoint ({detail})");
}
