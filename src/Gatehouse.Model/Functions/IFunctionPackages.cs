namespace Gatehouse.Model.Functions;

/// <summary>Uploaded function code, by content. A package never changes once it is stored.</summary>
public interface IFunctionPackages
{
    /// <summary>Stores a zip durably and returns its key (SHA-256 in lower-case hexadecimal). Storing twice is harmless.</summary>
    ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken);

    /// <returns>The zip, to be disposed by the caller, or <see langword="null"/> when no such package is stored.</returns>
    ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken);
}
