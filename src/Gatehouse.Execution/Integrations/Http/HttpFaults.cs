using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Rest;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>What each failure of a backend answers (sheet §5.9).</summary>
internal static class HttpFaults
{
    private const string Configuration = "Execution failed due to configuration error: ";

    public static readonly StepResult InvalidEndpoint =
        new(GatewayFaults.ApiConfigurationError, Configuration + "Invalid endpoint address");

    /// <summary>A value made the path of the endpoint name another resource (security sheet §11.9).</summary>
    public static readonly StepResult EscapingPath =
        new(GatewayFaults.MalformedTarget, "A value puts a dot segment into the path of the endpoint");

    /// <summary>A client's header with a control character, which no recipient may trust (RFC 9110 §5.5).</summary>
    public static StepResult UnreadableHeader(string name) =>
        new(GatewayFaults.MalformedTarget, $"The header {name} holds a control character, or the head is too large");

    /// <summary>Nothing is stripped silently: without the header the request would mean something else.</summary>
    public static StepResult UnsendableHeader(string name) => new(
        GatewayFaults.ApiConfigurationError,
        $"{Configuration}the value mapped to the header {name} cannot stand in a header");

    /// <param name="fault">Not <see cref="UpstreamFault.None"/>.</param>
    /// <param name="detail">What exactly failed.</param>
    /// <param name="cause">What the reader of the request's body threw.</param>
    /// <param name="maxBytes">The payload limit.</param>
    /// <param name="aborted">The client's own token.</param>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    public static StepResult Of(
        UpstreamFault fault, string? detail, Exception? cause, int maxBytes, CancellationToken aborted) => fault switch
    {
        UpstreamFault.InvalidAddress => new StepResult(
            GatewayFaults.ApiConfigurationError, $"{Configuration}Invalid endpoint address ({detail})"),
        UpstreamFault.ConnectFailed or UpstreamFault.TlsFailed or UpstreamFault.ConnectionLost
            or UpstreamFault.MalformedResponse or UpstreamFault.HeadTooLarge => new StepResult(
                GatewayFaults.IntegrationFailure,
                $"Execution failed due to a network error communicating with endpoint ({detail})"),
        UpstreamFault.CertificateNameMismatch => new StepResult(
            GatewayFaults.ApiConfigurationError,
            $"{Configuration}Host name does not match the certificate subject provided by the peer ({detail})"),
        UpstreamFault.CertificateUntrusted => new StepResult(
            GatewayFaults.ApiConfigurationError,
            $"{Configuration}PKIX path building failed: unable to find valid certification path to requested target "
            + $"({detail})"),
        UpstreamFault.TimedOut => new StepResult(
            GatewayFaults.IntegrationTimeout, $"Execution failed due to a timeout error ({detail})"),
        UpstreamFault.BodyTooLarge => new StepResult(
            GatewayFaults.InternalError, $"The backend's body is larger than {maxBytes} bytes"),
        UpstreamFault.RequestBodyFailed => OfRequestBody(detail, cause, maxBytes),
        UpstreamFault.Cancelled => throw new OperationCanceledException(detail, aborted),
        _ => throw new UnreachableException($"no answer for {fault}"),
    };

    /// <summary>Framing of the client's that broke in the middle: Kestrel answers 400 and closes.</summary>
    public static BadHttpRequestException UnreadableBody(Exception cause) =>
        new("The body of the request cannot be read.", StatusCodes.Status400BadRequest, cause);

    private static StepResult OfRequestBody(string? detail, Exception? cause, int maxBytes)
    {
        if (cause is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return GatewayFaults.TooLarge(maxBytes);
        }

        if (cause is IOException and not BadHttpRequestException)
        {
            throw UnreadableBody(cause);
        }

        if (cause is not null)
        {
            // The client broke off or sent malformed bytes; Kestrel ends the request.
            ExceptionDispatchInfo.Throw(cause);
        }

        return new StepResult(
            GatewayFaults.IntegrationFailure,
            $"Execution failed due to a network error communicating with endpoint ({detail})");
    }
}
