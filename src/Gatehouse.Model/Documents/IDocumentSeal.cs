namespace Gatehouse.Model.Documents;

/// <summary>
/// Seals documents that hold secrets before they reach a disk, and opens them (security §11.14). What is sealed is bound
/// to its place, so that nobody who can write the file puts one secret in another's place.
/// </summary>
public interface IDocumentSeal
{
    /// <returns>The sealed form; its first byte never is one that JSON begins with.</returns>
    byte[] Seal(DocumentKey key, ReadOnlySpan<byte> body);

    /// <returns><see langword="null"/> for what none of the keys at hand sealed for that place.</returns>
    byte[]? Open(DocumentKey key, ReadOnlySpan<byte> stored);

    /// <summary>It was sealed under the key that seals now; otherwise it has to be sealed again.</summary>
    bool IsCurrent(ReadOnlySpan<byte> stored);
}
