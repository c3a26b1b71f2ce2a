using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Mapping;

/// <summary>
/// What an expression may look at. Before routing there is no call; outside gateway responses there is no fault.
/// </summary>
internal readonly struct MappingScope(ArrivedRequest request, RestCall? call, GatewayFault? fault = null)
{
    public ArrivedRequest Request { get; } = request;

    public RestCall? Call { get; } = call;

    public GatewayFault? Fault { get; } = fault;
}
