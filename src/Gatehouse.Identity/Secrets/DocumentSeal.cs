using Gatehouse.Model.Documents;

namespace Gatehouse.Identity.Secrets;

/// <summary>Seals stored documents under the data key, each bound to its place in the store.</summary>
public sealed class DocumentSeal(IdentityKey dataKey) : IDocumentSeal
{
    private const string Purpose = "gatehouse stored document 1";

    public byte[] Seal(DocumentKey key, ReadOnlySpan<byte> body) => dataKey.SealBytes(body, Purpose, key.ToString());

    public byte[]? Open(DocumentKey key, ReadOnlySpan<byte> stored) =>
        dataKey.OpenBytes(stored, Purpose, key.ToString());

    public bool IsCurrent(ReadOnlySpan<byte> stored) => dataKey.IsCurrent(stored);
}
