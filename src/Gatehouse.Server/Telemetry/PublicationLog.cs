using Gatehouse.Model.Observations;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Telemetry;

/// <summary>Logs every publication, and loudly the ones that failed.</summary>
internal sealed partial class PublicationLog(ILogger<PublicationLog> logger) : IPublicationListener
{
    public void OnPublished(PublicationReport report)
    {
        if (report.Error is { } error)
        {
            Failed(report.ApiId, report.StageName, report.DeploymentId, error);
        }
        else
        {
            Published(report.ApiId, report.StageName, report.DeploymentId);
        }
    }

    [LoggerMessage(9201, LogLevel.Debug, "Published {Api}/{Stage} from deployment {Deployment}")]
    private partial void Published(string api, string stage, string deployment);

    [LoggerMessage(9202, LogLevel.Warning, "Not published: {Api}/{Stage} from deployment {Deployment}: {Reason}; what worked before stays in force")]
    private partial void Failed(string api, string stage, string deployment, string reason);
}
