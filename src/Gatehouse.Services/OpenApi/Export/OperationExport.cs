using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.OpenApi.Export;

/// <summary>A method as an operation (rest-control-plane §4.9).</summary>
internal sealed class OperationExport(
    ExportSource source, OpenApiExportOptions options, SecurityExport security, ModelExport models)
{
    private const string Json = "application/json";
    private const string RequestPrefix = "method.request.";

    private readonly ResponseExport _responses = new(source, options, models);
    private readonly ImmutableDictionary<string, string> _validators = SettingsExport.ValidatorNames(source);

    public JsonObject Write(string path, ResourceDocument resource, MethodDocument method)
    {
        var place = new DocumentationLocation { Type = "METHOD", Path = path, Method = method.HttpMethod };
        var said = source.Said.Find(place);
        var operation = new JsonObject();
        Injection.AddKnown(operation, said, Injection.OfOperation);
        Add(operation, "operationId", method.OperationName);
        if (options.IsSwagger)
        {
            Add(operation, "consumes", List(Consumed(method)));
            Add(operation, "produces", List(ResponseExport.Produced(method)));
        }

        var parameters = Parameters(method, place);
        var body = Body(method, place);
        if (options.IsSwagger && body is not null)
        {
            parameters.Add((JsonNode)body);
        }

        Add(operation, "parameters", parameters.Count > 0 ? parameters : null);
        Add(operation, "requestBody", options.IsSwagger ? null : body);
        operation["responses"] = _responses.Write(method, place);
        Add(operation, "security", security.Of(method));
        AddExtensions(operation, resource, method);
        Injection.AddExtensions(operation, said);
        return operation;
    }

    /// <summary>Names of a map's keys as a list; nothing for none.</summary>
    private static JsonArray? List(ImmutableArray<string> texts) =>
        texts.IsEmpty ? null : new JsonArray([.. texts.Select(static text => (JsonNode?)text)]);

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }

    private void AddExtensions(JsonObject operation, ResourceDocument resource, MethodDocument method)
    {
        if (options.Has(ExportExtensions.Settings))
        {
            Add(operation, "x-amazon-apigateway-request-validator",
                method.RequestValidatorId is { } id ? _validators.GetValueOrDefault(id) : null);
        }

        if (options.Has(ExportExtensions.Integrations) && method.MethodIntegration is { } integration)
        {
            operation["x-amazon-apigateway-integration"] = IntegrationExport.Write(integration, resource.Id);
        }

        if (options.Has(ExportExtensions.Postman) && method.AuthorizationType == "AWS_IAM")
        {
            operation["x-postman-meta"] = PostmanSignature();
        }
    }

    /// <summary>
    /// What Postman's importer reads: which helper signs the request, with the names of the variables that hold the
    /// credentials. What else AWS writes for Postman is unconfirmed.
    /// </summary>
    private JsonObject PostmanSignature() => new()
    {
        ["currentHelper"] = "awsSigV4",
        ["helperAttributes"] = new JsonObject
        {
            ["id"] = "awsSigV4",
            ["accessKey"] = "{{aws_access_key_id}}",
            ["secretKey"] = "{{aws_secret_access_key}}",
            ["region"] = source.Region,
            ["service"] = "execute-api",
        },
    };

    private JsonArray Parameters(MethodDocument method, DocumentationLocation place)
    {
        var found = new JsonArray();
        foreach (var (key, isRequired) in method.RequestParameters ?? ImmutableSortedDictionary<string, bool>.Empty)
        {
            var (where, name) = key[RequestPrefix.Length..].Split('.', 2) switch
            {
                ["path", var path] => ("path", path),
                ["header", var header] => ("header", header),
                [_, var query] => ("query", query),
                _ => ("query", key),
            };
            var parameter = new JsonObject { ["name"] = name, ["in"] = where };
            var said = source.Said.Find(place with { Type = PartType(where), Name = name });
            Injection.AddKnown(parameter, said, Injection.Description);
            if (isRequired || options.IsSwagger || where == "path")
            {
                parameter["required"] = isRequired;
            }

            parameter[options.IsSwagger ? "type" : "schema"] =
                options.IsSwagger ? "string" : new JsonObject { ["type"] = "string" };
            Injection.AddExtensions(parameter, said);
            found.Add((JsonNode)parameter);
        }

        return found;
    }

    private static string PartType(string where) => where switch
    {
        "path" => "PATH_PARAMETER",
        "header" => "REQUEST_HEADER",
        _ => "QUERY_PARAMETER",
    };

    private JsonObject? Body(MethodDocument method, DocumentationLocation place)
    {
        if (method.RequestModels is not { IsEmpty: false } bodies)
        {
            return null;
        }

        if (!bodies.TryGetValue(Json, out var model))
        {
            // The frame of the text is AWS's (§1.9), what follows "for" is unconfirmed.
            throw ApiGatewayFaults.BadRequest(
                $"Only found non-JSON body models for {method.HttpMethod} {place.Path}");
        }

        var said = source.Said.Find(place with { Type = "REQUEST_BODY" });
        JsonObject body;
        if (options.IsSwagger)
        {
            body = new JsonObject { ["in"] = "body", ["name"] = model };
            Injection.AddKnown(body, said, Injection.Description);
            body["required"] = true;
            body["schema"] = models.Reference(model);
        }
        else
        {
            body = [];
            Injection.AddKnown(body, said, Injection.Description);
            body["content"] = new JsonObject(bodies.Select(one => new KeyValuePair<string, JsonNode?>(
                one.Key, new JsonObject { ["schema"] = models.Reference(one.Value) })));
            body["required"] = true;
        }

        Injection.AddExtensions(body, said);
        return body;
    }

    /// <summary>
    /// Swagger 2.0 has one schema for all types of a body, so it shows those that share the model of JSON. Without a
    /// model the types of the templates are told, but for verbs that have no body.
    /// </summary>
    private static ImmutableArray<string> Consumed(MethodDocument method)
    {
        if (method.RequestModels is { IsEmpty: false } bodies)
        {
            var model = bodies.GetValueOrDefault(Json);
            return [.. bodies.Where(body => body.Value == model).Select(static body => body.Key)];
        }

        return method.HttpMethod is "GET" or "HEAD" or "DELETE"
            ? []
            : [.. method.MethodIntegration?.RequestTemplates?.Keys ?? []];
    }
}
