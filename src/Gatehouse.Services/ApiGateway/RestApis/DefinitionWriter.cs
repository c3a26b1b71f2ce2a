using System.Text.Json;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// Stores the difference between two definitions of one API. The batch carries the API's edition, so its writes need no
/// revisions of their own.
/// </summary>
internal static class DefinitionWriter
{
    /// <param name="batch">The batch of the edit.</param>
    /// <param name="before">What is stored; <see langword="null"/> for a new API.</param>
    /// <param name="after">What shall be stored.</param>
    public static void Write(DocumentBatch batch, RestApiDefinition? before, RestApiDefinition after)
    {
        var apiId = after.Api.Id;
        if (before is null)
        {
            batch.Create(apiId, after.Api);
        }
        else if (!IsSame(before.Api, after.Api))
        {
            batch.Upsert(apiId, after.Api);
        }

        WriteParts(batch, apiId, before?.Resources, after.Resources, resource => resource.Id);
        WriteParts(batch, apiId, before?.Models, after.Models, model => model.Name);
        WriteParts(batch, apiId, before?.RequestValidators, after.RequestValidators, validator => validator.Id);
        WriteParts(batch, apiId, before?.Authorizers, after.Authorizers, authorizer => authorizer.Id);
        WriteParts(batch, apiId, before?.GatewayResponses, after.GatewayResponses, response => response.ResponseType);
    }

    /// <summary>Stores the difference between what is said about an API and what shall be said.</summary>
    public static void WriteDocumentation(
        DocumentBatch batch,
        string apiId,
        IReadOnlyList<DocumentationPartDocument>? before,
        IReadOnlyList<DocumentationPartDocument> after) =>
        WriteParts(batch, apiId, before, after, part => part.Id);

    private static void WriteParts<T>(
        DocumentBatch batch, string apiId, IReadOnlyList<T>? before, IReadOnlyList<T> after, Func<T, string> id)
        where T : class, IDocument<T>
    {
        var kept = after.ToDictionary(id, StringComparer.Ordinal);
        var stored = (before ?? []).ToDictionary(id, StringComparer.Ordinal);
        foreach (var gone in stored.Keys.Where(part => !kept.ContainsKey(part)))
        {
            batch.DeleteIfPresent<T>($"{apiId}/{gone}");
        }

        foreach (var (part, document) in kept)
        {
            if (!stored.TryGetValue(part, out var current) || !IsSame(current, document))
            {
                batch.Upsert($"{apiId}/{part}", document);
            }
        }
    }

    /// <summary>By their stored form: record equality compares lists by reference.</summary>
    private static bool IsSame<T>(T one, T other)
        where T : class, IDocument<T> =>
        JsonSerializer.SerializeToUtf8Bytes(one, T.TypeInfo).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, T.TypeInfo));
}
