using System.Text.Json;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// Stores the difference between two definitions of one API. The batch carries the API's edition, so its writes need no
/// revisions of their own.
/// </summary>
internal static class ApiDefinitionWriter
{
    /// <param name="batch">The batch of the edit.</param>
    /// <param name="before">What is stored; <see langword="null"/> for a new API.</param>
    /// <param name="after">What shall be stored.</param>
    public static void Write(DocumentBatch batch, ApiV2Definition? before, ApiV2Definition after)
    {
        var id = after.Api.ApiId;
        if (before is null)
        {
            batch.Create(id, after.Api);
        }
        else if (!IsSame(before.Api, after.Api))
        {
            batch.Upsert(id, after.Api);
        }

        WriteParts(batch, id, before?.Routes, after.Routes, static route => route.RouteId);
        WriteParts(batch, id, before?.Integrations, after.Integrations, static one => one.IntegrationId);
        WriteParts(batch, id, before?.Authorizers, after.Authorizers, static one => one.AuthorizerId);
    }

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
