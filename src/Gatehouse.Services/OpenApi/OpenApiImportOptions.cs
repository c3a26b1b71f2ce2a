using System.Collections.Immutable;

namespace Gatehouse.Services.OpenApi;

/// <summary>What becomes of an API that is there already (rest-control-plane §3.8).</summary>
internal enum OpenApiImportMode
{
    /// <summary>There is none: ImportRestApi.</summary>
    Create,

    /// <summary>The definition is added; imported methods and models replace their namesakes as a whole.</summary>
    Merge,

    /// <summary>Everything that the file does not hold is deleted.</summary>
    Overwrite,
}

/// <summary>What becomes of the definition's base path (rest-control-plane §4.2).</summary>
internal enum BasePathMode
{
    Ignore,
    Prepend,
    Split,
}

internal sealed record OpenApiImportOptions
{
    public OpenApiImportMode Mode { get; init; } = OpenApiImportMode.Create;

    public bool FailOnWarnings { get; init; }

    public BasePathMode BasePath { get; init; } = BasePathMode.Ignore;

    /// <summary><c>ignore=documentation</c>: documentation parts are neither made nor changed.</summary>
    public bool IgnoresDocumentation { get; init; }

    /// <summary>ImportRestApi's <c>endpointConfigurationTypes</c>: EDGE, REGIONAL or PRIVATE.</summary>
    public string? EndpointType { get; init; }

    /// <summary>Reads the free parameters of ImportRestApi and PutRestApi as their query names them.</summary>
    /// <exception cref="Gatehouse.Wire.Faults.ServiceFaultException">A value that does not exist.</exception>
    public static OpenApiImportOptions Read(
        OpenApiImportMode mode, bool failOnWarnings, IReadOnlyDictionary<string, string> parameters) => new()
    {
        Mode = mode,
        FailOnWarnings = failOnWarnings,
        BasePath = Find(parameters, "basepath") switch
        {
            null => BasePathMode.Ignore,
            var text when text.Equals("ignore", StringComparison.OrdinalIgnoreCase) => BasePathMode.Ignore,
            var text when text.Equals("prepend", StringComparison.OrdinalIgnoreCase) => BasePathMode.Prepend,
            var text when text.Equals("split", StringComparison.OrdinalIgnoreCase) => BasePathMode.Split,
            var text => throw OpenApiFaults.BadRequest(
                $"Invalid basepath mode: {text}. Must be one of [ignore, prepend, split]"),
        },
        IgnoresDocumentation =
            Find(parameters, "ignore")?.Equals("documentation", StringComparison.OrdinalIgnoreCase) == true,
        EndpointType = Find(parameters, "endpointConfigurationTypes") is { } type
            ? Known.Contains(type.ToUpperInvariant())
                ? type.ToUpperInvariant()
                : throw OpenApiFaults.BadRequest($"Invalid endpoint configuration type: {type}")
            : null,
    };

    private static readonly ImmutableArray<string> Known = ["EDGE", "REGIONAL", "PRIVATE"];

    private static string? Find(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
