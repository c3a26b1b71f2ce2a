using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>
/// Which places each type of documentation part has, and what its properties may be (rest-control-plane §7).
/// </summary>
internal static class DocumentationRules
{
    private const int MaxDepth = 64;

    private static readonly FrozenDictionary<string, Places> ByType = new Dictionary<string, Places>
    {
        ["API"] = Places.None,
        ["AUTHORIZER"] = Places.Name,
        ["MODEL"] = Places.Name,
        ["RESOURCE"] = Places.Path,
        ["METHOD"] = Places.Path | Places.Method,
        ["PATH_PARAMETER"] = Places.Path | Places.Method | Places.Name,
        ["QUERY_PARAMETER"] = Places.Path | Places.Method | Places.Name,
        ["REQUEST_HEADER"] = Places.Path | Places.Method | Places.Name,
        // The guide leaves the name out, the API reference allows it: a name that is sent is refused with the guide.
        ["REQUEST_BODY"] = Places.Path | Places.Method,
        ["RESPONSE"] = Places.Path | Places.Method | Places.StatusCode,
        ["RESPONSE_HEADER"] = Places.Path | Places.Method | Places.StatusCode | Places.Name,
        ["RESPONSE_BODY"] = Places.Path | Places.Method | Places.StatusCode,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The order in which AWS names the parts of a location.</summary>
    private static readonly (Places Place, string Name)[] Names =
    [
        (Places.Path, "path"), (Places.Method, "method"), (Places.StatusCode, "statusCode"), (Places.Name, "name"),
    ];

    [Flags]
    private enum Places
    {
        None = 0,
        Path = 1,
        Method = 2,
        StatusCode = 4,
        Name = 8,
    }

    /// <summary>An operation's contract has checked that already, an imported file nobody.</summary>
    public static bool IsType(string? type) => type is not null && ByType.ContainsKey(type);

    /// <summary>Checks a location and fills its defaults in: path <c>/</c>, method and status code <c>*</c>.</summary>
    public static DocumentationLocation Complete(DocumentationLocation location)
    {
        var places = ByType[location.Type];
        foreach (var (place, name) in Names)
        {
            if (!places.HasFlag(place) && !string.IsNullOrWhiteSpace(Value(location, place)))
            {
                // The text is unconfirmed (§7).
                throw ApiGatewayFaults.BadRequest(
                    $"Documentation part location of type '{location.Type}' does not allow the field '{name}'");
            }
        }

        if (places.HasFlag(Places.Name) && string.IsNullOrWhiteSpace(location.Name))
        {
            throw ApiGatewayFaults.BadRequest(
                $"Documentation part location of type '{location.Type}' requires the field 'name'");
        }

        return new DocumentationLocation
        {
            Type = location.Type,
            Path = places.HasFlag(Places.Path) ? OrDefault(location.Path, "/") : null,
            Method = places.HasFlag(Places.Method) ? OrDefault(location.Method, "*") : null,
            StatusCode = places.HasFlag(Places.StatusCode) ? OrDefault(location.StatusCode, "*") : null,
            Name = places.HasFlag(Places.Name) ? location.Name : null,
        };
    }

    /// <summary>The words of a duplicate's refusal (§1.9).</summary>
    public static Exception AlreadyExists(DocumentationLocation location)
    {
        var text = $"type '{location.Type}'";
        foreach (var (place, name) in Names)
        {
            if (Value(location, place) is { } value)
            {
                text += $", {name} '{value}'";
            }
        }

        return ApiGatewayFaults.Conflict($"Documentation part already exists for the specified location: {text}.");
    }

    public static string CheckProperties(string? properties)
    {
        if (string.IsNullOrWhiteSpace(properties))
        {
            throw ApiGatewayFaults.BadRequest("Documentation part properties must be non-empty");
        }

        // The two texts below are unconfirmed.
        if (properties.Length > ApiGatewayLimits.DocumentationPropertiesLength)
        {
            throw ApiGatewayFaults.BadRequest("Documentation part properties are too large");
        }

        try
        {
            if (JsonNode.Parse(properties, null, new JsonDocumentOptions { MaxDepth = MaxDepth }) is JsonObject)
            {
                return properties;
            }
        }
        catch (JsonException)
        {
            // Said below: what is no JSON is no JSON object either.
        }

        throw ApiGatewayFaults.BadRequest("Documentation part properties must be a valid JSON object");
    }

    private static string OrDefault(string? value, string fallback) => string.IsNullOrWhiteSpace(value) ? fallback : value;

    private static string? Value(DocumentationLocation location, Places place) => place switch
    {
        Places.Path => location.Path,
        Places.Method => location.Method,
        Places.StatusCode => location.StatusCode,
        _ => location.Name,
    };
}
