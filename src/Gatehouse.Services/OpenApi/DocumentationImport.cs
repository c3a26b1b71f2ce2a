using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Documentation;

namespace Gatehouse.Services.OpenApi;

/// <summary>What an import makes of the documentation in its file.</summary>
/// <param name="All">The parts that the API shall have.</param>
/// <param name="Imported">Ids of those that the file speaks of, in its order.</param>
internal sealed record ImportedDocumentation(
    ImmutableArray<DocumentationPartDocument> All, ImmutableArray<string> Imported);

/// <summary>
/// Descriptions and <c>x-amazon-apigateway-documentation</c> become documentation parts (rest-control-plane §4.7, §7).
/// </summary>
internal sealed class DocumentationImport(ImportContext context, RestApiQuotas quotas)
{
    private const string Extension = "x-amazon-apigateway-documentation";

    private readonly Dictionary<DocumentationLocation, JsonObject> _found = [];
    private readonly List<DocumentationLocation> _order = [];

    /// <param name="existing">The API's parts.</param>
    /// <param name="prefix">What stands before the paths of the definition.</param>
    /// <param name="keepsExisting">Merge, attribute by attribute; otherwise parts that the file does not hold are
    /// gone. A place keeps the id of its part either way.</param>
    public ImportedDocumentation Merge(
        ImmutableArray<DocumentationPartDocument> existing, string prefix, bool keepsExisting)
    {
        Collect(prefix);
        var all = existing.ToDictionary(static part => part.Location);
        var ids = ImmutableArray.CreateBuilder<string>();
        var kept = keepsExisting ? existing.ToDictionary(static part => part.Location) : [];
        foreach (var location in _order)
        {
            var former = all.GetValueOrDefault(location);
            if (former is null && kept.Count >= quotas.DocumentationPartsPerApi)
            {
                context.Warn("", ApiGatewayFaults.LimitExceeded("Documentation Parts").Message);
                break;
            }

            var properties = keepsExisting && former is not null
                ? DocumentationProperties.Merge(former.Properties, _found[location])
                : CompactJson.Write(_found[location]);
            if (Checked(properties, location))
            {
                var id = former?.Id ?? context.NewPartId();
                kept[location] =
                    new DocumentationPartDocument { Id = id, Location = location, Properties = properties };
                ids.Add(id);
            }
        }

        return new ImportedDocumentation([.. kept.Values], ids.ToImmutable());
    }

    private bool Checked(string properties, DocumentationLocation location) => context.Passes(
        "", $"Unable to create documentation part of type '{location.Type}': ",
        () => DocumentationRules.CheckProperties(properties));

    /// <summary>
    /// The parts that the file states, and what its descriptions say beside them: an explicit part wins where both
    /// speak of one place (unconfirmed, §4.7). A description that a part of the file said already, of the place or of what it
    /// stands in, makes none of its own: an export repeats its parts as descriptions.
    /// </summary>
    private void Collect(string prefix)
    {
        var stated = Stated();
        var lookup = new DocumentationLookup(stated);
        foreach (var (location, properties) in new DescriptionReader(context).Read(prefix))
        {
            if (lookup.Find(location) is not { } said || !DocumentationProperties.Covers(said, properties))
            {
                Add(location, properties);
            }
        }

        foreach (var (location, properties) in stated)
        {
            Add(location, properties);
        }
    }

    private void Add(DocumentationLocation location, JsonObject properties)
    {
        if (!_found.TryGetValue(location, out var found))
        {
            _found[location] = properties;
            _order.Add(location);
            return;
        }

        foreach (var (name, value) in properties)
        {
            found[name] = value?.DeepClone();
        }
    }

    private List<(DocumentationLocation Location, JsonObject Properties)> Stated()
    {
        var root = context.Document;
        var extension = root[Extension].Exists ? root[Extension] : root;
        var parts = extension["documentationParts"];
        var found = new List<(DocumentationLocation Location, JsonObject Properties)>();
        if (parts.Exists && !parts.IsArray)
        {
            context.ParseIssue(parts, $"{Extension}.documentationParts", "array");
        }

        foreach (var part in parts.Items)
        {
            if (Read(part) is { } read)
            {
                found.Add(read);
            }
        }

        return found;
    }

    private (DocumentationLocation Location, JsonObject Properties)? Read(NodeView part)
    {
        const string Prefix = "Unable to create documentation part: ";
        var place = part["location"];
        var type = place["type"].StrictText;
        if (!DocumentationRules.IsType(type))
        {
            context.Error(place.Pointer, $"{Prefix}Invalid location type '{place["type"].Quoted}'");
            return null;
        }

        DocumentationLocation? location = null;
        JsonObject? properties = null;
        context.Passes(place.Pointer, Prefix, () => location = DocumentationRules.Complete(new DocumentationLocation
        {
            Type = type!,
            Path = place["path"].Text,
            Method = place["method"].Text,
            StatusCode = place["statusCode"].Text,
            Name = place["name"].Text,
        }));
        var content = part["properties"];
        context.Passes(content.Pointer, Prefix, () => properties = DocumentationProperties.Parse(
            DocumentationRules.CheckProperties(
                content.StrictText ?? (content.Node is { } node ? CompactJson.Write(node) : null))));
        return location is null || properties is null ? null : (location, properties);
    }
}
