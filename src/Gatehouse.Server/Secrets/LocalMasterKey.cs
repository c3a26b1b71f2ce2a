using Gatehouse.Identity.Secrets;

namespace Gatehouse.Server.Secrets;

/// <summary>A master key of 32 bytes that this process holds: from a file or from the environment.</summary>
internal sealed class LocalMasterKey(byte[] key) : IMasterKey
{
    private const string Purpose = "gatehouse key ring 1";

    private readonly IdentityKey _key = new(key);

    public string Id { get; } = "local:" + IdentityKey.IdOf(key);

    public Task<string> WrapAsync(byte[] key, string keyId, CancellationToken cancellationToken) =>
        Task.FromResult(_key.Seal(key, Purpose, keyId));

    public Task<byte[]?> UnwrapAsync(string wrapped, string keyId, CancellationToken cancellationToken) =>
        Task.FromResult(_key.Open(wrapped, Purpose, keyId));
}
