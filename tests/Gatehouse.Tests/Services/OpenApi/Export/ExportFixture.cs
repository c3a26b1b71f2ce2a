using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.RestApis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.Export;
using Gatehouse.Services.OpenApi.Text;

namespace Gatehouse.Tests.Services.OpenApi.Export;

/// <summary>Exports as text, and what an import makes of them.</summary>
internal static class ExportFixture
{
    /// <summary>Every form in every notation.</summary>
    public static readonly ImmutableArray<(bool IsSwagger, bool IsYaml)> Forms =
        [(false, false), (false, true), (true, false), (true, true)];

    public static JsonObject Export(
        RestApiDefinition definition, bool isSwagger = false, string extensions = "apigateway",
        DocumentationVersionDocument? version = null, params DocumentationPartDocument[] parts) =>
        OpenApiExporter.Export(
            new ExportSource(definition, "prod", ImportFixture.Scope.Region, version, [.. parts]),
            OpenApiExportOptions.Read(isSwagger ? "swagger" : "oas30", null, extensions));

    public static string Write(JsonObject document, bool isYaml) =>
        isYaml ? YamlSourceWriter.Write(document) : JsonSourceWriter.Write(document);

    /// <summary>What an import of the export makes of the API.</summary>
    public static RestApiDefinition Reimport(
        RestApiDefinition definition, RestApiDefinition? existing, bool isSwagger, bool isYaml)
    {
        var text = Write(Export(definition, isSwagger), isYaml);
        var mode = existing is null ? OpenApiImportMode.Create : OpenApiImportMode.Overwrite;
        var result = new OpenApiImporter(new CountingIds(), new RestApiQuotas()).Import(
            OpenApiImporter.Read(Encoding.UTF8.GetBytes(text)), new OpenApiImportOptions { Mode = mode }, existing,
            ImportFixture.Scope, ImportFixture.Now);
        if (result.Warnings.Length > 0)
        {
            throw new InvalidOperationException(string.Join("\n", result.Warnings) + "\n" + text);
        }

        return result.OrThrow(failOnWarnings: true);
    }

    /// <summary>Everything of the API, with ids, in an order of its own.</summary>
    public static string Whole(RestApiDefinition definition) => Serialize(definition with
    {
        Resources = [.. definition.Resources.OrderBy(static one => one.Id, StringComparer.Ordinal)],
        Models = [.. definition.Models.OrderBy(static one => one.Name, StringComparer.Ordinal)],
        RequestValidators = [.. definition.RequestValidators.OrderBy(static one => one.Name, StringComparer.Ordinal)],
        Authorizers = [.. definition.Authorizers.OrderBy(static one => one.Name, StringComparer.Ordinal)],
    });

    /// <summary>The same with names in the place of ids: two APIs that do the same have one text.</summary>
    public static string WithoutIds(RestApiDefinition definition)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { [definition.Api.Id] = "(api)" };
        foreach (var (path, resource) in ResourcePaths.Of(definition))
        {
            ids[resource.Id] = path;
        }

        foreach (var validator in definition.RequestValidators)
        {
            ids[validator.Id] = "(validator " + validator.Name;
        }

        foreach (var authorizer in definition.Authorizers)
        {
            ids[authorizer.Id] = "(authorizer " + authorizer.Name;
        }

        string? Name(string? id) => id is not null && ids.TryGetValue(id, out var name) ? name : id;
        return Whole(new RestApiDefinition
        {
            Api = definition.Api with { Id = "", RootResourceId = "", CreatedDate = 0, EndpointConfiguration = new EndpointConfiguration() },
            Models = [.. definition.Models.Select(model => model with
            {
                Id = "",
                Schema = model.Schema.Replace($"/restapis/{definition.Api.Id}/", "/restapis/api/", StringComparison.Ordinal),
            })],
            RequestValidators = [.. definition.RequestValidators.Select(static one => one with { Id = "" })],
            Authorizers = [.. definition.Authorizers.Select(static one => one with { Id = "" })],
            GatewayResponses = definition.GatewayResponses,
            Resources = [.. definition.Resources.Select(resource => resource with
            {
                Id = Name(resource.Id)!,
                ParentId = Name(resource.ParentId),
                ResourceMethods = resource.ResourceMethods.ToImmutableSortedDictionary(
                    static pair => pair.Key,
                    pair => pair.Value with
                    {
                        AuthorizerId = Name(pair.Value.AuthorizerId),
                        RequestValidatorId = Name(pair.Value.RequestValidatorId),
                        MethodIntegration = pair.Value.MethodIntegration is { } integration
                            ? integration with { CacheNamespace = Name(integration.CacheNamespace) }
                            : null,
                    },
                    StringComparer.Ordinal),
            })],
        });
    }

    private static string Serialize(RestApiDefinition definition) => JsonSerializer.Serialize(
        new DeploymentSnapshotDocument { Definition = definition }, RestApiJson.Default.DeploymentSnapshotDocument)
        .Replace("\\u0022", "'", StringComparison.Ordinal);
}
