using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Wire.SigV4;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>What all AWS integrations share at run time; outlives every re-publish.</summary>
internal sealed class AwsServices
{
    public AwsServices(ExternalServiceMap map, UpstreamClient upstream, TimeProvider time, ILogger logger)
    {
        Map = map;
        Upstream = upstream;
        Time = time;
        Roles = new RoleCredentialsState(new StsClient(upstream, Keys, time), time, logger);
    }

    public ExternalServiceMap Map { get; }

    public UpstreamClient Upstream { get; }

    public TimeProvider Time { get; }

    public SigningKeyCache Keys { get; } = new();

    public RoleCredentialsState Roles { get; }
}
