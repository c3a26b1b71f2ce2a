using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>Every place of an API that a documentation part can describe.</summary>
internal static class DocumentedPlaces
{
    private const string RequestPrefix = "method.request.";
    private const string ResponseHeaderPrefix = "method.response.header.";

    public static IEnumerable<DocumentationLocation> Of(RestApiDefinition definition)
    {
        yield return new DocumentationLocation { Type = "API" };
        foreach (var authorizer in definition.Authorizers)
        {
            yield return new DocumentationLocation { Type = "AUTHORIZER", Name = authorizer.Name };
        }

        foreach (var model in definition.Models)
        {
            yield return new DocumentationLocation { Type = "MODEL", Name = model.Name };
        }

        var tree = new ResourceTree(
            definition.Api.RootResourceId,
            [.. definition.Resources.Select(resource => new Versioned<ResourceDocument>(resource.Id, resource, 0))]);
        foreach (var resource in definition.Resources)
        {
            var path = tree.PathOf(resource);
            yield return new DocumentationLocation { Type = "RESOURCE", Path = path };
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                foreach (var place in OfMethod(path, verb, method))
                {
                    yield return place;
                }
            }
        }
    }

    private static IEnumerable<DocumentationLocation> OfMethod(string path, string verb, MethodDocument method)
    {
        yield return new DocumentationLocation { Type = "METHOD", Path = path, Method = verb };
        foreach (var key in method.RequestParameters?.Keys ?? [])
        {
            var parts = key[RequestPrefix.Length..].Split('.', 2);
            var type = parts[0] switch
            {
                "path" => "PATH_PARAMETER",
                "querystring" or "multivaluequerystring" => "QUERY_PARAMETER",
                _ => "REQUEST_HEADER",
            };
            yield return new DocumentationLocation { Type = type, Path = path, Method = verb, Name = parts[1] };
        }

        if (method.RequestModels is { IsEmpty: false })
        {
            yield return new DocumentationLocation { Type = "REQUEST_BODY", Path = path, Method = verb };
        }

        foreach (var (status, response) in method.MethodResponses
            ?? ImmutableSortedDictionary<string, MethodResponseDocument>.Empty)
        {
            var place = new DocumentationLocation
            {
                Type = "RESPONSE",
                Path = path,
                Method = verb,
                StatusCode = status,
            };
            yield return place;
            foreach (var key in response.ResponseParameters?.Keys ?? [])
            {
                yield return place with { Type = "RESPONSE_HEADER", Name = key[ResponseHeaderPrefix.Length..] };
            }

            if (response.ResponseModels is { IsEmpty: false })
            {
                yield return place with { Type = "RESPONSE_BODY" };
            }
        }
    }
}
