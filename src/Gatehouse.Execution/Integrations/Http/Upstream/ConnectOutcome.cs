namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>A connected transport, or why there is none.</summary>
internal readonly record struct ConnectOutcome(UpstreamTransport? Transport, UpstreamFault Fault, string? Detail)
{
    public static ConnectOutcome Connected(UpstreamTransport transport) => new(transport, UpstreamFault.None, null);

    public static ConnectOutcome Failed(UpstreamFault fault, string? detail) => new(null, fault, detail);
}
