namespace Gatehouse.Model.ExternalServices;

/// <summary>What the operator says about one AWS service; whatever is absent comes from the entry <c>*</c>.</summary>
public sealed record ExternalService
{
    public static readonly ExternalService Unmentioned = new();

    /// <summary>
    /// <c>http</c> or <c>https</c>, host, port and perhaps a path; <see langword="null"/> for Amazon's own.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Signs for this region whatever the integration's ARN names: a stand-in often has only one.</summary>
    public string? Region { get; init; }

    public ServiceCredentials? Credentials { get; init; }

    /// <summary>
    /// Whether an integration's role is assumed first; <see langword="null"/> for the rule of
    /// <see cref="ExternalServiceMap.AssumesRoles"/>.
    /// </summary>
    public bool? AssumesRoles { get; init; }
}
