using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.OpenApi;

/// <summary>An OpenAPI operation becomes a method (rest-control-plane §4.4).</summary>
internal sealed class OperationImport(
    ImportContext context,
    ModelImport models,
    SecurityImport security,
    IntegrationImport integrations,
    ValidatorImport validators)
{
    public MethodDocument Read(NodeView operation, NodeView pathItem, ImportedTree.Node resource, string verb)
    {
        var asked = security.Read(operation);
        var parameters = Parameters(operation, pathItem, resource);
        var bodies = RequestModels(operation, pathItem);
        var method = new MethodDocument
        {
            HttpMethod = verb,
            AuthorizationType = asked.AuthorizationType,
            AuthorizerId = asked.AuthorizerId,
            AuthorizationScopes = asked.Scopes,
            ApiKeyRequired = asked.ApiKeyRequired,
            OperationName = operation["operationId"].Text,
            RequestValidatorId = validators.IdFor(operation),
            RequestParameters = parameters.Count > 0 ? parameters.ToImmutable() : null,
            RequestModels = bodies.Count > 0 ? bodies.ToImmutable() : null,
            MethodResponses = Responses(operation, resource, verb),
        };
        context.Passes(
            operation.Pointer,
            $"Unable to put method '{verb}' on resource at path '{resource.Path}': ",
            () => MappingExpressions.CheckMethodParameters(method.RequestParameters?.Keys ?? []));
        return integrations.Complete(method, operation, resource);
    }

    private ImmutableSortedDictionary<string, bool>.Builder Parameters(
        NodeView operation, NodeView pathItem, ImportedTree.Node resource)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
        foreach (var parameter in Declared(operation, pathItem))
        {
            var place = parameter["in"].Text switch
            {
                "path" => "path",
                "query" => "querystring",
                "header" => "header",
                _ => null, // body is read below; cookie and formData are ignored, as on AWS
            };
            if (place is null)
            {
                continue;
            }

            if (parameter["name"].Text is not { Length: > 0 } name)
            {
                context.Error(parameter.Pointer, "A parameter has no name");
                continue;
            }

            found[$"method.request.{place}.{name}"] = parameter["required"].Flag() ?? place == "path";
        }

        // The parameter of the method's own last segment is there even when nobody declared it; a greedy one is not.
        if (resource.PathPart is ['{', .. var inner, '}'] && !inner.EndsWith('+'))
        {
            found.TryAdd($"method.request.path.{inner}", true);
        }

        return found;
    }

    private ImmutableSortedDictionary<string, string>.Builder RequestModels(NodeView operation, NodeView pathItem)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!context.IsSwagger)
        {
            foreach (var (type, media) in operation["requestBody"].Resolve()["content"].Members)
            {
                if (models.NameOf(media["schema"]) is { } model)
                {
                    found[type] = model;
                }
            }

            return found;
        }

        var body = Declared(operation, pathItem).LastOrDefault(static one => one["in"].Text == "body");
        if (body.Exists && models.NameOf(body["schema"]) is { } bodyModel)
        {
            foreach (var type in Types(operation, "consumes"))
            {
                found[type] = bodyModel;
            }
        }

        return found;
    }

    private ImmutableSortedDictionary<string, MethodResponseDocument>? Responses(
        NodeView operation, ImportedTree.Node resource, string verb)
    {
        if (!operation["responses"].IsObject)
        {
            context.Warn(operation.Pointer, $"No responses specified for '{verb} {resource.Path}'");
            return null;
        }

        var found = ImmutableSortedDictionary.CreateBuilder<string, MethodResponseDocument>(StringComparer.Ordinal);
        foreach (var (status, reference) in operation["responses"].Members)
        {
            if (status is not { Length: 3 } || status[0] is < '1' or > '5' || !status.All(char.IsAsciiDigit))
            {
                continue; // "default" and "4XX" name no status; what the integration needs is added below
            }

            var response = reference.Resolve();
            var headers = response["headers"].Members.ToImmutableSortedDictionary(
                static header => $"method.response.header.{header.Name}", static _ => false, StringComparer.Ordinal);
            var bodies = ResponseModels(operation, response);
            found[status] = new MethodResponseDocument
            {
                StatusCode = status,
                ResponseParameters = headers.IsEmpty ? null : headers,
                ResponseModels = bodies.Count > 0 ? bodies.ToImmutable() : null,
            };
        }

        return found.Count > 0 ? found.ToImmutable() : null;
    }

    private ImmutableSortedDictionary<string, string>.Builder ResponseModels(NodeView operation, NodeView response)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (!context.IsSwagger)
        {
            foreach (var (type, media) in response["content"].Members)
            {
                if (models.NameOf(media["schema"]) is { } model)
                {
                    found[type] = model;
                }
            }
        }
        else if (models.NameOf(response["schema"]) is { } model)
        {
            foreach (var type in Types(operation, "produces"))
            {
                found[type] = model;
            }
        }

        return found;
    }

    /// <summary>The path's parameters, then the operation's, which override them.</summary>
    private static IEnumerable<NodeView> Declared(NodeView operation, NodeView pathItem) =>
        pathItem["parameters"].Items.Concat(operation["parameters"].Items).Select(static one => one.Resolve());

    private ImmutableArray<string> Types(NodeView operation, string member) =>
        operation[member].Texts() is { Length: > 0 } own ? own
        : context.Document[member].Texts() is { Length: > 0 } general ? general
        : ["application/json"];
}
