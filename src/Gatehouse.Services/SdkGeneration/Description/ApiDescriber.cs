using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net.Http.Headers;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.SdkGeneration.Description;

/// <summary>
/// Describes what a deployment froze: the stage's clients meet nothing else (rest-control-plane §5.2).
/// </summary>
internal static class ApiDescriber
{
    private const string RequestPrefix = "method.request.";
    private const string JsonType = "application/json";

    private static readonly FrozenSet<string> Verbs =
        FrozenSet.Create(StringComparer.Ordinal, "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

    /// <param name="definition">The snapshot.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="region">The API's region.</param>
    /// <param name="endpoint">The stage's invoke URL.</param>
    /// <param name="documentation">What the stage's documentation version says.</param>
    public static SdkApi Describe(
        RestApiDefinition definition, string stage, string region, string endpoint, ApiDocumentation documentation)
    {
        var reader = new SchemaReader(
            definition.Models.ToDictionary(model => model.Name, model => model.Schema, StringComparer.Ordinal));
        foreach (var model in definition.Models.OrderBy(model => model.Name, StringComparer.Ordinal))
        {
            reader.ReadModel(model.Name);
        }

        return new SdkApi
        {
            Id = definition.Api.Id,
            Name = definition.Api.Name,
            Description = definition.Api.Description,
            Version = definition.Api.Version,
            Stage = stage,
            Region = region,
            Endpoint = endpoint,
            Operations = [.. Operations(definition, reader, documentation)],
            Models = [.. reader.Models],
        };
    }

    private static IEnumerable<SdkOperation> Operations(
        RestApiDefinition definition, SchemaReader reader, ApiDocumentation documentation) =>
        from entry in Paths(definition)
        orderby entry.Path
        from method in entry.Resource.ResourceMethods.Values
        where Verbs.Contains(method.HttpMethod) // §5.2: methods for ANY produce nothing
        select new SdkOperation
        {
            Verb = method.HttpMethod,
            Path = entry.Path,
            OperationName = method.OperationName,
            Description = documentation.OfMethod(entry.Path, method.HttpMethod),
            AuthorizationType = method.AuthorizationType,
            ApiKeyRequired = method.ApiKeyRequired,
            Parameters = [.. Parameters(entry.Path, method, documentation)],
            Body = Body(method, reader),
            Result = Result(method, reader),
        };

    private static IEnumerable<(string Path, ResourceDocument Resource)> Paths(RestApiDefinition definition)
    {
        var byId = definition.Resources.ToDictionary(resource => resource.Id, StringComparer.Ordinal);
        foreach (var resource in definition.Resources)
        {
            var parts = new Stack<string>();
            for (var at = resource; at?.ParentId is not null; at = byId.GetValueOrDefault(at.ParentId))
            {
                parts.Push(at.PathPart!);
            }

            yield return ("/" + string.Join('/', parts), resource);
        }
    }

    /// <summary>Those of the path first, in its order, declared or not; then the query's and the headers'.</summary>
    private static IEnumerable<SdkParameter> Parameters(
        string path, MethodDocument method, ApiDocumentation documentation)
    {
        foreach (var segment in path.Split('/').Where(part => part is ['{', .., '}']))
        {
            var name = segment[1..^1].TrimEnd('+');
            yield return new SdkParameter(
                name, SdkParameterLocation.Path, IsRequired: true,
                documentation.OfParameter("PATH_PARAMETER", path, method.HttpMethod, name))
            {
                IsGreedy = segment.EndsWith("+}", StringComparison.Ordinal),
            };
        }

        foreach (var (location, prefix, part) in new[]
        {
            (SdkParameterLocation.Query, "querystring.", "QUERY_PARAMETER"),
            (SdkParameterLocation.Header, "header.", "REQUEST_HEADER"),
        })
        {
            foreach (var (key, isRequired) in method.RequestParameters ?? ImmutableSortedDictionary<string, bool>.Empty)
            {
                if (key.StartsWith(RequestPrefix + prefix, StringComparison.Ordinal))
                {
                    var name = key[(RequestPrefix.Length + prefix.Length)..];
                    yield return new SdkParameter(
                        name, location, isRequired,
                        documentation.OfParameter(part, path, method.HttpMethod, name));
                }
            }
        }
    }

    private static SdkBody? Body(MethodDocument method, SchemaReader reader)
    {
        if (method.RequestModels is { Count: > 0 } models)
        {
            var (type, model) = models.FirstOrDefault(entry => IsJson(entry.Key), models.First());
            return IsJson(type) || !IsMediaType(type)
                ? new SdkBody(IsMediaType(type) ? type : JsonType, reader.ReadModel(model), model, IsRequired: true)
                : new SdkBody(type, Type: null, ModelName: null, IsRequired: true);
        }

        // Without a model nothing is known of the body; the verbs that carry one may have any.
        return method.HttpMethod is "POST" or "PUT" or "PATCH"
            ? new SdkBody(JsonType, SdkType.Any, ModelName: null, IsRequired: false)
            : null;
    }

    private static SdkResult? Result(MethodDocument method, SchemaReader reader)
    {
        foreach (var response in method.MethodResponses?.Values ?? [])
        {
            if (response.StatusCode.StartsWith('2')
                && response.ResponseModels?.FirstOrDefault(entry => IsJson(entry.Key)) is { Value: { } model })
            {
                return new SdkResult(reader.ReadModel(model), model);
            }
        }

        return null;
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (string.Equals(type.MediaType, JsonType, StringComparison.OrdinalIgnoreCase)
            || type.MediaType?.EndsWith("+json", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Not <c>$default</c>, and nothing that could not stand in a header.</summary>
    private static bool IsMediaType(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType?.Contains('/') == true;
}
