using System.Collections.Immutable;
using Gatehouse.Execution.Http.Integrations;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Model.ExternalServices;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>
/// Finds the addresses behind a VPC link (http-api §10): what the operator's map says of the listener's ARN, or of the Cloud
/// Map service's, whose query picks instances by their attributes.
/// </summary>
internal sealed class PrivateBackendCompiler(IntegrationServices services)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <param name="uri">A listener's ARN, or a Cloud Map service's with <c>?attribute=value</c> behind it.</param>
    /// <param name="serverName">The name that TLS verifies.</param>
    /// <param name="isTls">The backend speaks TLS.</param>
    /// <param name="error">When <see langword="null"/> is returned: why, and which setting is missing.</param>
    public PrivateBackend? TryCompile(string uri, string? serverName, bool isTls, out string? error)
    {
        var map = services.Aws?.Map ?? ExternalServiceMap.Empty;
        var question = uri.IndexOf('?', StringComparison.Ordinal);
        var arn = question < 0 ? uri : uri[..question];
        error = null;
        ImmutableArray<NetworkTarget> found;
        if (map.Instances.TryGetValue(arn, out var instances))
        {
            var wanted = question < 0 ? [] : Filters(uri[(question + 1)..]);
            found = [.. instances.Where(instance => instance.Has(wanted)).Select(static instance => instance.Target)];
        }
        else if (map.Targets.TryGetValue(arn, out var target))
        {
            found = [target];
        }
        else
        {
            error = $"nobody said where the target of the VPC link is: give \"targets\".\"{arn}\" a \"host:port\" "
                + $"in {map.Source}";
            return null;
        }

        if (found.IsEmpty)
        {
            error = $"no instance of {arn} has the attributes that the integration asks for";
            return null;
        }

        var tls = isTls ? new UpstreamTlsOptions(false, serverName, ClientCertificate: null) : null;
        return new PrivateBackend(
        [
            .. found.Select(one => new UpstreamTarget(isTls, one.Host, one.Port ?? (isTls ? HttpsPort : HttpPort), tls)),
        ]);
    }

    private static List<KeyValuePair<string, string>> Filters(string query)
    {
        var filters = new List<KeyValuePair<string, string>>();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equal = pair.IndexOf('=', StringComparison.Ordinal);
            filters.Add(equal < 0
                ? new(Uri.UnescapeDataString(pair), string.Empty)
                : new(Uri.UnescapeDataString(pair[..equal]), Uri.UnescapeDataString(pair[(equal + 1)..])));
        }

        return filters;
    }
}
