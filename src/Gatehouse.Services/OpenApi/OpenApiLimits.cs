using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// Bounds of an imported document. Source: the quotas of API Gateway for the size, ours for the rest.
/// </summary>
internal static class OpenApiLimits
{
    /// <value>Bytes (6 MB, rest-control-plane §4.1).</value>
    public const int Bytes = RestApiLimits.ImportFileBytes;

    /// <summary>
    /// Nesting of objects and arrays; real definitions stay below twenty. Aliases count where they stand.
    /// </summary>
    public const int Depth = 100;

    /// <summary>Nodes after YAML aliases are expanded: what stops a "billion laughs" document.</summary>
    public const int Nodes = 1_000_000;

    /// <value>Characters of a member's name: it comes again in every pointer below it.</value>
    public const int NameLength = 4_096;

    /// <summary>Length of a chain of <c>$ref</c>.</summary>
    public const int References = 32;

    /// <summary>Problems that are reported; a broken file may have thousands.</summary>
    public const int Problems = 50;

    /// <value>Characters of a wrong value that a problem repeats.</value>
    public const int QuotedLength = 200;
}
