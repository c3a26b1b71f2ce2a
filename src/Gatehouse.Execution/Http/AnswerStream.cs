using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Integrations;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.Http;

/// <summary>A backend's body on its way to the client.</summary>
internal static class AnswerStream
{
    /// <summary>
    /// Copies the body. What may still get a length is held to a limit, as AWS never sends chunks; a body of known length
    /// until its first bytes are here, so that a backend which dies before them is still told as a fault.
    /// </summary>
    /// <returns>A fault when the backend failed, and the bytes that went out or were held.</returns>
    public static async ValueTask<(RouteResult Result, long Length)> CopyAsync(RouteCall call)
    {
        var exchange = call.Stream!;
        var http = call.Request.Http;
        var isHead = call.Request.Verb == "HEAD";
        // For HEAD the length that a body would have.
        var announced = isHead ? exchange.DeclaredLength : exchange.ContentLength;
        var limit = isHead ? HoldingWriter.HoldsNothing : announced is null ? ExecutionLimits.HeldBodyBytes : 0;
        using var holding = new HoldingWriter(http.Response.BodyWriter, limit, () => WriteHead(call, announced));
        var timeouts = new UpstreamTimeouts(HttpApiLimits.StreamTotal, call.Route.Timeout);
        var fault = await exchange.CopyBodyToAsync(holding, timeouts, call.Aborted);
        if (fault != UpstreamFault.None)
        {
            return (UpstreamFaults.Of(exchange, fault, call), holding.Bytes);
        }

        if (holding.Held is { } whole)
        {
            WriteHead(call, announced ?? (isHead ? null : whole.Length));
            await AnswerBody.WriteAsync(http, whole.Written);
        }
        else
        {
            // Kestrel sends the last piece of a body of known length only when it is flushed.
            await http.Response.BodyWriter.FlushAsync(call.Aborted);
        }

        return (RouteResult.Continue, holding.Bytes);
    }

    /// <summary>Reads the whole body, for a mapping that looks into it.</summary>
    public static async ValueTask<RouteResult> HoldAsync(RouteCall call)
    {
        var exchange = call.Stream!;
        var read = await exchange.ReadBodyAsync(call.Request.Stage.Settings.PayloadBytes, call.Aborted);
        if (read.Fault != UpstreamFault.None)
        {
            return UpstreamFaults.Of(exchange, read.Fault, call);
        }

        call.Stream = null;
        call.Answer = read.Bytes;
        return RouteResult.Continue;
    }

    private static void WriteHead(RouteCall call, long? length)
    {
        Answers.WriteHead(call.Request, call.Status);
        Answers.WriteLength(call.Request, length);
    }
}
