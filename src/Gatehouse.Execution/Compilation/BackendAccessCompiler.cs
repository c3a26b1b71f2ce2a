using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// How an HTTP integration reaches its backend beside its URI: the VPC link's road and the certificate that the stage
/// shows (sheet §5.9).
/// </summary>
internal sealed class BackendAccessCompiler(StageContext context, IntegrationServices services)
{
    private readonly StageKey _stage = new(context.Scope, $"{context.ApiId}/{context.Stage.StageName}");

    /// <summary>The URI with its stage variables; behind a VPC link the scheme may be absent and is then HTTP.</summary>
    public string UriOf(IntegrationDocument integration)
    {
        var uri = context.Substitute(integration.Uri ?? string.Empty);
        return integration.ConnectionType == "VPC_LINK" && uri.Length > 0
            && !uri.Contains("://", StringComparison.Ordinal)
                ? "http://" + uri
                : uri;
    }

    /// <param name="integration">Its <c>tlsConfig</c>, and the stage's certificate.</param>
    /// <param name="error">Why the certificate cannot be shown; it matters only where TLS is spoken.</param>
    public UpstreamTlsOptions? TlsOf(IntegrationDocument integration, out string? error)
    {
        error = null;
        var skips = integration.TlsConfig is { InsecureSkipVerification: true };
        if (string.IsNullOrEmpty(context.Stage.ClientCertificateId))
        {
            return skips ? new UpstreamTlsOptions(skips, ServerName: null, ClientCertificate: null) : null;
        }

        var certificate = services.Backends?.FindCertificate(_stage, context.Stage.ClientCertificateId);
        if (certificate is null)
        {
            error = $"the client certificate {context.Stage.ClientCertificateId} of the stage does not exist";
        }

        return new UpstreamTlsOptions(skips, ServerName: null, certificate);
    }

    /// <summary>
    /// Where the connection goes instead of the URI's host: the operator's address of the link's load balancer, or of the
    /// integration's own target where it names one. A <see langword="null"/> route: straight to the URI's host.
    /// </summary>
    /// <returns><see langword="false"/> with the reason when there is no way.</returns>
    public bool TryFindRoute(IntegrationDocument integration, out NetworkTarget? route, out string? error)
    {
        route = null;
        error = null;
        if (integration.ConnectionType != "VPC_LINK")
        {
            return true;
        }

        var id = context.Substitute(integration.ConnectionId ?? string.Empty);
        var target = context.Substitute(integration.IntegrationTarget ?? string.Empty);
        if (target.Length == 0)
        {
            // V1: the link has one load balancer. V2 links name it per integration (sheet §5.9).
            if (services.Backends?.FindLink(_stage, id) is not { } link)
            {
                error = $"the VPC link '{id}' does not exist";
                return false;
            }

            if (link.Status != VpcLinkDocument.Available)
            {
                error = $"the VPC link '{id}' is {link.Status}: {link.StatusMessage}";
                return false;
            }

            target = link.TargetArns[0];
        }

        var map = services.Aws?.Map ?? ExternalServiceMap.Empty;
        if (map.Targets.TryGetValue(target, out route))
        {
            return true;
        }

        error = $"nobody said where the load balancer of the VPC link '{id}' is: give \"targets\".\"{target}\" a "
            + $"\"host:port\" in {map.Source}";
        return false;
    }
}
