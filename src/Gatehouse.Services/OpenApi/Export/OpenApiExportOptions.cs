using System.Collections.Immutable;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>What an export holds beside the operations, the models and what is said of them (§4.9).</summary>
[Flags]
internal enum ExportExtensions
{
    None = 0,
    Integrations = 1,
    Authorizers = 2,

    /// <summary>The documentation parts themselves, beside the places that they describe.</summary>
    Documentation = 4,

    /// <summary>Policy, gateway responses, validators and the other settings of the API.</summary>
    Settings = 8,

    Postman = 16,

    /// <summary>What the word <c>apigateway</c> asks for: all that an import needs to make an equal API.</summary>
    Whole = Integrations | Authorizers | Documentation | Settings,
}

/// <summary>How an API is to be exported (rest-control-plane §4.9).</summary>
internal sealed record OpenApiExportOptions
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";

    /// <summary>Swagger 2.0 rather than OpenAPI 3.0.</summary>
    public required bool IsSwagger { get; init; }

    public bool IsYaml { get; init; }

    public ExportExtensions Extensions { get; init; }

    /// <summary>Reads the parameters of GetExport.</summary>
    /// <param name="exportType">A part of the path.</param>
    /// <param name="accepts">The header Accept.</param>
    /// <param name="extensions">Words with commas between them.</param>
    /// <exception cref="Gatehouse.Wire.Faults.ServiceFaultException">A value that does not exist; the texts are
    /// unconfirmed.</exception>
    public static OpenApiExportOptions Read(string exportType, string? accepts, string? extensions) => new()
    {
        IsSwagger = exportType switch
        {
            "swagger" => true,
            "oas30" => false,
            _ => throw ApiGatewayFaults.BadRequest(
                $"Invalid export type specified: {exportType}. Must be one of [oas30, swagger]"),
        },
        IsYaml = IsYamlAsked(accepts),
        Extensions = ReadExtensions(extensions),
    };

    public bool Has(ExportExtensions extension) => Extensions.HasFlag(extension);

    /// <summary>A client that takes both types means the one that it names first.</summary>
    private static bool IsYamlAsked(string? accepts)
    {
        if (string.IsNullOrWhiteSpace(accepts))
        {
            return false;
        }

        foreach (var range in accepts.Split(','))
        {
            switch (range.Split(';')[0].Trim().ToLowerInvariant())
            {
                case Yaml:
                    return true;
                case Json or "*/*" or "application/*":
                    return false;
                default:
                    break;
            }
        }

        throw ApiGatewayFaults.BadRequest($"Invalid accept type specified: {accepts}. Must be one of [{Json}, {Yaml}]");
    }

    private static ExportExtensions ReadExtensions(string? words)
    {
        var asked = (words ?? "").Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToImmutableArray();
        if (asked.IsEmpty)
        {
            // "By default, documentation parts are included": the developer guide, on publishing documentation.
            return ExportExtensions.Documentation;
        }

        return asked.Aggregate(ExportExtensions.None, static (found, word) => found | word.ToLowerInvariant() switch
        {
            "integrations" => ExportExtensions.Integrations,
            "authorizers" => ExportExtensions.Authorizers,
            "documentation" => ExportExtensions.Documentation,
            "apigateway" => ExportExtensions.Whole,
            "postman" => ExportExtensions.Postman,
            // Taken for nothing, a misspelt word would give a file that lacks what its reader wanted.
            _ => throw ApiGatewayFaults.BadRequest(
                $"Invalid extension specified: {word}. Must be one of "
                + "[integrations, authorizers, apigateway, documentation, postman]"),
        });
    }
}
