namespace Gatehouse.Server.Secrets;

/// <summary>
/// What wraps the data keys of the ring (security §11.14, envelope encryption). Changing it means wrapping a handful of
/// keys again, never touching what they sealed.
/// </summary>
internal interface IMasterKey
{
    /// <summary>Tells one master key from another in messages; says nothing of the key.</summary>
    string Id { get; }

    /// <param name="key">The data key.</param>
    /// <param name="keyId">Its name, which it is bound to where the master key can do that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Composition.OperatorException">The master key cannot be used.</exception>
    Task<string> WrapAsync(byte[] key, string keyId, CancellationToken cancellationToken);

    /// <returns><see langword="null"/> for what this master key did not wrap.</returns>
    /// <exception cref="Composition.OperatorException">The master key cannot be used.</exception>
    Task<byte[]?> UnwrapAsync(string wrapped, string keyId, CancellationToken cancellationToken);
}
