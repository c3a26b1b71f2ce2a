using Gatehouse.Model.Documents;

namespace Gatehouse.Storage.Sqlite;

/// <summary>Tells sealed bodies from open ones, and never writes or shows a secret without a seal.</summary>
internal readonly struct SqliteSeal(IDocumentSeal? seal)
{
    /// <summary>The first byte of every open body: documents are JSON objects.</summary>
    public const byte OpenBody = (byte)'{';

    public static bool IsSealed(ReadOnlySpan<byte> stored) => stored.Length > 0 && stored[0] != OpenBody;

    /// <exception cref="StorageException">There is nothing to seal it with.</exception>
    public byte[] Close(DocumentWrite write) => !write.IsSecret
        ? write.Body!
        : seal?.Seal(write.Key, write.Body)
            ?? throw new StorageException($"The document {write.Key} holds a secret, and this store was opened without keys.");

    /// <exception cref="StorageException">No key at hand opens it.</exception>
    public byte[] Open(DocumentKey key, byte[] stored) => !IsSealed(stored)
        ? stored
        : seal?.Open(key, stored)
            ?? throw new StorageException(
                $"The document {key} is sealed under a key that is not at hand, or was changed: bring back the key ring and "
                + "the master key that belong to this data folder.");
}
