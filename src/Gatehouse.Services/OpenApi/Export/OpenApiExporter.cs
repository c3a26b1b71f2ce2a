using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>
/// A REST API as Swagger 2.0 or OpenAPI 3.0 (rest-control-plane §4.9): a pure function. With the extension
/// <c>apigateway</c> the importer makes an equal API of the result.
/// </summary>
internal sealed class OpenApiExporter
{
    private readonly ExportSource _source;
    private readonly OpenApiExportOptions _options;
    private readonly SecurityExport _security;
    private readonly ModelExport _models;
    private readonly OperationExport _operations;

    private OpenApiExporter(ExportSource source, OpenApiExportOptions options)
    {
        _source = source;
        _options = options;
        _security = new SecurityExport(source, options);
        _models = new ModelExport(source, options);
        _operations = new OperationExport(source, options, _security, _models);
    }

    /// <exception cref="Gatehouse.Wire.Faults.ServiceFaultException">A body that OpenAPI cannot show.</exception>
    public static JsonObject Export(ExportSource source, OpenApiExportOptions options) =>
        new OpenApiExporter(source, options).Write();

    private JsonObject Write()
    {
        var settings = new SettingsExport(_source, _options);
        var paths = Paths();
        var root = new JsonObject();
        root[_options.IsSwagger ? "swagger" : "openapi"] = _options.IsSwagger ? "2.0" : "3.0.1";
        root["info"] = settings.Head();
        settings.AddAddress(root);
        var said = _source.Said.Find(new DocumentationLocation { Type = "API" });
        Injection.AddKnown(root, said, Injection.OfApi);
        root["paths"] = paths;
        AddParts(root, _models.Write(), _security.Write());
        settings.AddExtensions(root);
        Injection.AddExtensions(root, said);
        return root;
    }

    private void AddParts(JsonObject root, JsonObject models, JsonObject schemes)
    {
        if (_options.IsSwagger)
        {
            AddNonEmpty(root, "securityDefinitions", schemes);
            AddNonEmpty(root, "definitions", models);
            return;
        }

        var components = new JsonObject();
        AddNonEmpty(components, "schemas", models);
        AddNonEmpty(components, "securitySchemes", schemes);

        // Exports of an API without models show it too: "components" : { }.
        root["components"] = components;
    }

    private static void AddNonEmpty(JsonObject to, string name, JsonObject members)
    {
        if (members.Count > 0)
        {
            to[name] = members;
        }
    }

    /// <summary>Sorted, so that two exports of one API are the same text (the order of AWS is unconfirmed).</summary>
    private JsonObject Paths()
    {
        var parents = _source.Definition.Resources
            .Select(static resource => resource.ParentId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var items = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var (path, resource) in ResourcePaths.Of(_source.Definition))
        {
            var item = new JsonObject();
            foreach (var method in resource.ResourceMethods.Values.OrderBy(Key, StringComparer.Ordinal))
            {
                item[Key(method)] = _operations.Write(path, resource, method);
            }

            Injection.AddExtensions(
                item, _source.Said.Find(new DocumentationLocation { Type = "RESOURCE", Path = path }));

            // A resource without methods stands in the paths below it; at the end of a branch only it says that it is.
            if (item.Count > 0 || (path != "/" && !parents.Contains(resource.Id)))
            {
                items[path] = item;
            }
        }

        return new JsonObject(items.Select(static item => new KeyValuePair<string, JsonNode?>(item.Key, item.Value)));
    }

    private static string Key(MethodDocument method) =>
        method.HttpMethod == "ANY" ? "x-amazon-apigateway-any-method" : method.HttpMethod.ToLowerInvariant();
}
