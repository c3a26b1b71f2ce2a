using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>One HTTP_PROXY integration, settled at publish.</summary>
internal sealed record ProxySettings
{
    /// <summary>A public backend's URI; <see langword="null"/> for a private one.</summary>
    public BackendUri? Uri { get; init; }

    /// <summary>Where a private backend is; the whole path goes there, under the client's Host (http-api §10).</summary>
    public PrivateBackend? Private { get; init; }

    /// <summary>The method toward the backend; <see langword="null"/> passes the client's (ANY).</summary>
    public string? Method { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary><see langword="null"/>: what the client sent goes on as it is.</summary>
    public RequestMappings? Mappings { get; init; }
}

/// <summary>The addresses behind a VPC link; calls are spread over them.</summary>
internal sealed class PrivateBackend(UpstreamTarget[] targets)
{
    private int _next;

    /// <summary>The next in turn.</summary>
    public UpstreamTarget Take() => targets.Length == 1
        ? targets[0]
        : targets[(int)((uint)Interlocked.Increment(ref _next) % (uint)targets.Length)];
}
