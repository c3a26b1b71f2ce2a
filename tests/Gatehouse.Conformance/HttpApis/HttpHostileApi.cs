using Gatehouse.Conformance.Harness;
using Gatehouse.Conformance.Hostile;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>An HTTP API for the hostile requests.</summary>
public sealed class HttpHostileApi() : HostileServer("HttpApis")
{
    private protected override Task<string> DeployAsync(ServerProcess server, string definition) =>
        server.DeployHttpAsync(definition, "dev");
}
