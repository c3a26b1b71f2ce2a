namespace Gatehouse.Model.Documents;

/// <summary>Another writer was first: nothing of the batch was stored. The caller answers ConflictException or retries.</summary>
public sealed class DocumentConflictException(DocumentKey key)
    : Exception($"The document {key} was changed by another writer.")
{
    public DocumentKey Key { get; } = key;
}
