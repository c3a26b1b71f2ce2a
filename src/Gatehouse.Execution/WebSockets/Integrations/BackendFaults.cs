using System.Diagnostics;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>What each failure of a backend comes to (websocket-api §5.9).</summary>
internal static class BackendFaults
{
    private const string Configuration = "Execution failed due to configuration error: ";

    public static readonly EventResult InvalidEndpoint =
        new(SocketFault.ConfigurationError, Configuration + "Invalid endpoint address");

    /// <summary>A value made the path of the endpoint name another resource (security sheet §11.9).</summary>
    public static readonly EventResult EscapingPath =
        new(SocketFault.ConfigurationError, Configuration + "a value puts a dot segment into the path of the endpoint");

    private static readonly EventResult TimedOut =
        new(SocketFault.TimedOut, "Execution failed due to a timeout error");

    public static EventResult UnsendableHeader(string name) => new(
        SocketFault.ConfigurationError, $"{Configuration}the value of the header {name} cannot stand in a header");

    /// <param name="fault">Not <see cref="UpstreamFault.None"/>.</param>
    /// <param name="detail">What exactly failed.</param>
    /// <param name="call">For whom.</param>
    /// <exception cref="OperationCanceledException">The client has gone: there is nobody to answer.</exception>
    public static EventResult Of(UpstreamFault fault, string? detail, RouteEvent call) => fault switch
    {
        UpstreamFault.TimedOut => TimedOut,
        UpstreamFault.InvalidAddress => new EventResult(
            SocketFault.ConfigurationError, $"{Configuration}Invalid endpoint address ({detail})"),
        UpstreamFault.BodyTooLarge => new EventResult(
            SocketFault.IntegrationFailed, "The backend's body is larger than an answer may be"),
        UpstreamFault.Cancelled => throw new OperationCanceledException(detail, call.Aborted),
        UpstreamFault.None => throw new UnreachableException("no fault has no answer"),
        _ => new EventResult(
            SocketFault.IntegrationFailed,
            $"Execution failed due to a network error communicating with endpoint ({detail})"),
    };

    public static EventResult Of(AwsRefusal refusal, string? detail) => refusal switch
    {
        AwsRefusal.TimedOut => TimedOut,
        AwsRefusal.RoleRefused => new EventResult(
            SocketFault.ConfigurationError,
            $"{Configuration}API Gateway does not have permission to assume the provided role ({detail})"),
        _ => new EventResult(SocketFault.ConfigurationError, Configuration + "the request is larger than a head may be"),
    };
}
