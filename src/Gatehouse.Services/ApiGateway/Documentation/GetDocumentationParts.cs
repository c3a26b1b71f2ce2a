using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>
/// Lists the parts, or with <c>locationStatus=UNDOCUMENTED</c> the places that have none (rest-control-plane §7).
/// </summary>
internal sealed class GetDocumentationParts(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var parts = (await api.ListAsync<DocumentationPartDocument>(cancellationToken))
            .Select(part => part.Value)
            .ToList();
        if (call.Input.FindString("locationStatus") != "UNDOCUMENTED")
        {
            return Page.Of(
                parts.Where(part => Matches(part.Location, call.Input)),
                part => part.Id,
                DocumentationShape.Write,
                call.Input);
        }

        var documented = parts.Select(part => part.Location).ToHashSet();
        var definition = await api.ReadDefinitionAsync(cancellationToken);
        return Page.Of(
            DocumentedPlaces.Of(definition)
                .Where(place => !documented.Contains(place) && Matches(place, call.Input)),
            place => JsonSerializer.Serialize(place, RestApiJson.Default.DocumentationLocation),
            place => new JsonObject
            {
                ["location"] = JsonSerializer.SerializeToNode(place, RestApiJson.Default.DocumentationLocation),
            },
            call.Input);
    }

    private static bool Matches(DocumentationLocation location, OperationInput filter) =>
        (filter.FindString("type") is not { Length: > 0 } type || location.Type == type)
        && (filter.FindString("nameQuery") is not { Length: > 0 } name
            || location.Name?.Contains(name, StringComparison.Ordinal) == true)
        && (filter.FindString("path") is not { Length: > 0 } path || location.Path == path);
}
