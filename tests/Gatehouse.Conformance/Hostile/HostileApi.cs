using Gatehouse.Conformance.Harness;

namespace Gatehouse.Conformance.Hostile;

/// <summary>A REST API for the hostile requests.</summary>
public sealed class HostileApi() : HostileServer("Hostile")
{
    private protected override Task<string> DeployAsync(ServerProcess server, string definition) =>
        server.DeployAsync(definition, "dev");
}
