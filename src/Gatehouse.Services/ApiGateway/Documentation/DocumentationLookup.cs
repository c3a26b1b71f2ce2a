using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>
/// Finds what is said about a place, by itself or for what it stands in (rest-control-plane §7): a part of a path
/// counts for the paths below it, <c>*</c> for every method and status. The nearer path wins, then the method, then
/// the status.
/// </summary>
internal sealed class DocumentationLookup
{
    private const string Any = "*";

    private readonly Dictionary<DocumentationLocation, JsonObject> _said = [];

    /// <param name="parts">Their locations with the defaults filled in, as they are stored.</param>
    public DocumentationLookup(IEnumerable<(DocumentationLocation Location, JsonObject Properties)> parts)
    {
        foreach (var (location, properties) in parts)
        {
            _said[location] = properties;
        }
    }

    public static DocumentationLookup Of(IEnumerable<DocumentationPartDocument> parts) =>
        new(parts.Select(static part => (part.Location, DocumentationProperties.Parse(part.Properties))));

    /// <param name="place">Without wildcards.</param>
    public JsonObject? Find(DocumentationLocation place)
    {
        if (place.Path is null)
        {
            return _said.GetValueOrDefault(place);
        }

        for (var path = place.Path; ; path = Parent(path))
        {
            if (At(place with { Path = path }) is { } found)
            {
                return found;
            }

            // Only these are said once for a whole branch (§7, column "inherits").
            if (path == "/" || place.Type is "RESOURCE" or "REQUEST_BODY")
            {
                return null;
            }
        }
    }

    private JsonObject? At(DocumentationLocation place)
    {
        if (_said.TryGetValue(place, out var found)
            || (place.StatusCode is not null && _said.TryGetValue(place with { StatusCode = Any }, out found)))
        {
            return found;
        }

        return place.Method is null or Any ? null : At(place with { Method = Any });
    }

    private static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";
}
