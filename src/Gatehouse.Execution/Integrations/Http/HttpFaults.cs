using System.Diagnostics;
using System.Runtime.ExceptionServices;
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

    /// <param name="fault">Not <see cref="UpstreamFault.None"/>.</param>
    /// <param name="detail">What exactly failed.</param>
    /// <param name="cause">What the reader of the request's body threw.</param>
    /// <param name="aborted">The client's own token.</param>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    public static StepResult Of(
        UpstreamFault fault, string? detail, Exception? cause, CancellationToken aborted) => fault switch
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
            GatewayFaults.InternalError, "The backend's body is larger than 10485760 bytes"),
        UpstreamFault.RequestBodyFailed => OfRequestBody(detail, cause),
        UpstreamFault.Cancelled => throw new OperationCanceledException(detail, aborted),
        _ => throw new UnreachableException($"no answer for {fault}"),
    };

    private static StepResult OfRequestBody(string? detail, Exception? cause)
    {
        if (cause is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return GatewayFaults.RequestTooLarge;
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
