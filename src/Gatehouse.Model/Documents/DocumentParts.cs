using System.Text.Json;

namespace Gatehouse.Model.Documents;

/// <summary>
/// Writes about the parts of something bigger, whose ids begin with its own: <c>{ownerId}/{part}</c>.
/// </summary>
public static class DocumentParts
{
    /// <summary>Stores a document where it differs from what is stored.</summary>
    /// <param name="batch">Receives the write.</param>
    /// <param name="id">Of the document.</param>
    /// <param name="before">What is stored; <see langword="null"/> when nothing may be there.</param>
    /// <param name="after">What shall be stored.</param>
    public static void WriteChange<T>(this DocumentBatch batch, string id, T? before, T after)
        where T : class, IDocument<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (before is null)
        {
            batch.Create(id, after);
        }
        else if (!IsSame(before, after))
        {
            batch.Upsert(id, after);
        }
    }

    /// <summary>Stores the difference between the parts that there are and those that there shall be.</summary>
    /// <param name="batch">Receives the writes; its owner's edition guards them, so they need no revisions of their own.</param>
    /// <param name="ownerId">Of what they are parts of.</param>
    /// <param name="before">What is stored; <see langword="null"/> for nothing.</param>
    /// <param name="after">What shall be stored.</param>
    /// <param name="part">The part's own id.</param>
    public static void WriteParts<T>(
        this DocumentBatch batch, string ownerId, IReadOnlyList<T>? before, IReadOnlyList<T> after, Func<T, string> part)
        where T : class, IDocument<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        var kept = after.ToDictionary(part, StringComparer.Ordinal);
        var stored = (before ?? []).ToDictionary(part, StringComparer.Ordinal);
        foreach (var gone in stored.Keys.Where(id => !kept.ContainsKey(id)))
        {
            batch.DeleteIfPresent<T>($"{ownerId}/{gone}");
        }

        foreach (var (id, document) in kept)
        {
            if (!stored.TryGetValue(id, out var current) || !IsSame(current, document))
            {
                batch.Upsert($"{ownerId}/{id}", document);
            }
        }
    }

    /// <summary>Deletes all parts of one kind.</summary>
    /// <returns>Their whole ids.</returns>
    public static async ValueTask<IReadOnlyList<string>> DeletePartsAsync<T>(
        this DocumentBatch batch, IDocumentStore store, string ownerId, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(store);
        var deleted = new List<string>();
        foreach (var part in await store.ListAsync<T>(batch.Scope, ownerId + "/", cancellationToken))
        {
            batch.DeleteIfPresent<T>(part.Id);
            deleted.Add(part.Id);
        }

        return deleted;
    }

    /// <summary>By their stored form: record equality compares lists by reference.</summary>
    private static bool IsSame<T>(T one, T other)
        where T : class, IDocument<T> =>
        JsonSerializer.SerializeToUtf8Bytes(one, T.TypeInfo).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other, T.TypeInfo));
}
