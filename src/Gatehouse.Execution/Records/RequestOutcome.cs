using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Records;

/// <summary>A finished request, as its logs see it.</summary>
internal readonly struct RequestOutcome(
    ArrivedRequest request, RestCall? call, int status, long length, double latencyMs, GatewayFault? fault,
    string? detail)
{
    public ArrivedRequest Request { get; } = request;

    /// <summary><see langword="null"/> when no method was found.</summary>
    public RestCall? Call { get; } = call;

    public int Status { get; } = status;

    /// <value>Bytes of the body.</value>
    public long Length { get; } = length;

    public double LatencyMs { get; } = latencyMs;

    public GatewayFault? Fault { get; } = fault;

    /// <summary>Why, when there was a fault.</summary>
    public string? Detail { get; } = detail;
}
