namespace Gatehouse.Services.OpenApi;

/// <summary>Bounds of an imported document; the file's size is bounded by <c>RestApiLimits.ImportFileBytes</c>.</summary>
internal static class OpenApiLimits
{
    /// <summary>Nesting of objects and arrays; real definitions stay below twenty.</summary>
    public const int Depth = 100;

    /// <summary>Nodes after YAML aliases are expanded: what stops a "billion laughs" document.</summary>
    public const int Nodes = 1_000_000;

    /// <summary>Length of a chain of <c>$ref</c>.</summary>
    public const int References = 32;

    /// <summary>Problems that are reported; a broken file may have thousands.</summary>
    public const int Problems = 50;
}
