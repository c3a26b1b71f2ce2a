using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>What each failure on the way to a service answers (sheet §5.9; the texts of §14.2).</summary>
internal static class AwsFaults
{
    public const string Configuration = "Execution failed due to configuration error: ";

    public static readonly StepResult TimedOut =
        new(GatewayFaults.IntegrationTimeout, "Execution failed due to a timeout error");

    public static readonly StepResult LeavesPath = new(
        GatewayFaults.MalformedTarget,
        "A path parameter holds a dot segment, which would lead out of the integration's path");

    public static readonly StepResult TargetTooLong = new(
        GatewayFaults.ApiConfigurationError, Configuration + "Invalid endpoint address");

    /// <summary>Nothing is stripped silently: without the header the request would mean something else.</summary>
    public static StepResult UnsendableHeader(string name) => new(
        GatewayFaults.ApiConfigurationError,
        $"{Configuration}the value mapped to the header {name} cannot stand in a header");

    /// <summary>The text is unconfirmed (sheet §5.3); the reason behind it is ours.</summary>
    public static StepResult RoleRefused(string reason) => new(
        GatewayFaults.ApiConfigurationError,
        $"{Configuration}API Gateway does not have permission to assume the provided role ({reason})");

    /// <summary>Nothing was sent.</summary>
    public static StepResult Of(AwsRefusal refusal, string? detail) => refusal switch
    {
        AwsRefusal.RoleRefused => RoleRefused(detail ?? string.Empty),
        AwsRefusal.TimedOut => TimedOut,
        AwsRefusal.TooLarge => TargetTooLong,
        _ => throw new UnreachableException("a call that was made has no refusal"),
    };

    /// <param name="exchange">Whose fault is not <see cref="UpstreamFault.None"/>.</param>
    /// <param name="fault">The exchange's, or that of reading its body.</param>
    /// <param name="aborted">The client's own token.</param>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    public static StepResult Of(UpstreamExchange exchange, UpstreamFault fault, CancellationToken aborted)
    {
        var detail = exchange.FaultDetail;
        switch (fault)
        {
            case UpstreamFault.InvalidAddress:
                return new StepResult(
                    GatewayFaults.ApiConfigurationError, $"{Configuration}Invalid endpoint address ({detail})");
            case UpstreamFault.CertificateNameMismatch or UpstreamFault.CertificateUntrusted:
                return new StepResult(GatewayFaults.ApiConfigurationError, $"{Configuration}{detail}");
            case UpstreamFault.TimedOut:
                return TimedOut;
            case UpstreamFault.BodyTooLarge:
                return new StepResult(
                    GatewayFaults.InternalError, "The service's body is larger than an integration may answer");
            case UpstreamFault.Cancelled:
                throw new OperationCanceledException(detail, aborted);
            case UpstreamFault.RequestBodyFailed when exchange.FaultCause is { } cause:
                ExceptionDispatchInfo.Throw(cause);
                throw new UnreachableException();
            default:
                return new StepResult(
                    GatewayFaults.IntegrationFailure,
                    $"Execution failed due to a network error communicating with endpoint ({detail})");
        }
    }
}
