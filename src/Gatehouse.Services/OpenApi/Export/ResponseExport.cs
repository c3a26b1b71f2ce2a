using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>The responses that a method declares (rest-control-plane §4.9).</summary>
internal sealed class ResponseExport(ExportSource source, OpenApiExportOptions options, ModelExport models)
{
    private const string Json = "application/json";
    private const string HeaderPrefix = "method.response.header.";

    /// <summary>What AWS writes where nothing was said; an import takes it for nothing.</summary>
    public static string Description(string status) => $"{status} response";

    /// <summary>The types of all responses: Swagger 2.0 has one list for the whole operation.</summary>
    public static ImmutableArray<string> Produced(MethodDocument method) =>
    [
        .. Responses(method).SelectMany(static response => response.Value.ResponseModels?.Keys ?? [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    public JsonObject Write(MethodDocument method, DocumentationLocation place)
    {
        var all = new JsonObject();
        foreach (var (status, response) in Responses(method))
        {
            var at = place with { Type = "RESPONSE", StatusCode = status };
            var said = source.Said.Find(at);
            var members = new JsonObject { ["description"] = Description(status) };
            Injection.AddKnown(members, said, Injection.Description);
            var headers = Headers(response, at);
            if (options.IsSwagger)
            {
                AddSchema(members, response);
            }

            if (headers.Count > 0)
            {
                members["headers"] = headers;
            }

            if (!options.IsSwagger)
            {
                members["content"] = Content(response);
            }

            Injection.AddExtensions(members, said);
            all[status] = members;
        }

        return all;
    }

    private static ImmutableSortedDictionary<string, MethodResponseDocument> Responses(MethodDocument method) =>
        method.MethodResponses ?? ImmutableSortedDictionary<string, MethodResponseDocument>.Empty;

    private JsonObject Headers(MethodResponseDocument response, DocumentationLocation place)
    {
        var headers = new JsonObject();
        foreach (var key in response.ResponseParameters?.Keys ?? [])
        {
            var name = key[HeaderPrefix.Length..];
            var said = source.Said.Find(place with { Type = "RESPONSE_HEADER", Name = name });
            var header = new JsonObject();
            if (options.IsSwagger)
            {
                header["type"] = "string";
                Injection.AddKnown(header, said, Injection.Description);
            }
            else
            {
                Injection.AddKnown(header, said, Injection.Description);
                header["schema"] = new JsonObject { ["type"] = "string" };
            }

            Injection.AddExtensions(header, said);
            headers[name] = header;
        }

        return headers;
    }

    private void AddSchema(JsonObject members, MethodResponseDocument response)
    {
        if (response.ResponseModels is { IsEmpty: false } bodies)
        {
            members["schema"] = models.Reference(bodies.GetValueOrDefault(Json) ?? bodies.First().Value);
        }
    }

    private JsonObject Content(MethodResponseDocument response) => new(
        (response.ResponseModels ?? ImmutableSortedDictionary<string, string>.Empty).Select(
            body => new KeyValuePair<string, JsonNode?>(
                body.Key, new JsonObject { ["schema"] = models.Reference(body.Value) })));
}
