using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Gatehouse.Identity.Secrets;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Secrets;

/// <summary>
/// The data keys of a data folder, opened. <c>keys.json</c> holds them under the master key; every node of one house shares
/// both. The ring is always written before anything is sealed under a new key, and keys leave it only when nothing is
/// sealed under them: a crash at any point leaves a folder that opens.
/// </summary>
internal sealed class KeyRing
{
    public const string FileName = "keys.json";

    /// <summary>What came before the ring: one data key in the open, readable by its owner.</summary>
    public const string FormerFileName = "identity.key";

    private const int Version = 1;

    private readonly string _path;
    private readonly ImmutableArray<RingKey> _keys;

    private KeyRing(string path, ImmutableArray<RingKey> keys)
    {
        _path = path;
        _keys = keys;
        Identity = new IdentityKey([.. keys.Select(static key => key.Secret)]);
    }

    public IdentityKey Identity { get; }

    public IEnumerable<WrappedKey> Keys => _keys.Select(static key => key.Stored);

    /// <summary>Opens the ring of a data folder, or makes its first one.</summary>
    /// <exception cref="OperatorException">The keys cannot be had.</exception>
    public static async Task<KeyRing> OpenAsync(
        string dataDirectory, MasterKeySource source, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var master = source.Open(dataDirectory, mayCreate: !File.Exists(path), time);
        if (!File.Exists(path))
        {
            await CreateAsync(path, Path.Combine(dataDirectory, FormerFileName), master, time, cancellationToken);
        }

        var ring = await ReadAsync(path, master, cancellationToken);
        RemoveFormer(Path.Combine(dataDirectory, FormerFileName), ring);
        return ring;
    }

    /// <summary>The ring with a new key in force; written before it is returned.</summary>
    public async Task<KeyRing> RotateAsync(IMasterKey master, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_keys.Length >= SecretsLimits.Keys)
        {
            throw new OperatorException($"{_path} holds {SecretsLimits.Keys} keys already; wait until the oldest may go.");
        }

        var now = time.GetUtcNow();
        var made = await RingKey.CreateAsync(
            RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes), now, master, cancellationToken);
        return Write([made, .. _keys.Select(key => key.Retire(now))]);
    }

    /// <summary>The ring under another master key; written before it is returned.</summary>
    public async Task<KeyRing> RewrapAsync(IMasterKey master, CancellationToken cancellationToken)
    {
        var keys = ImmutableArray.CreateBuilder<RingKey>(_keys.Length);
        foreach (var key in _keys)
        {
            keys.Add(await key.WrapAsync(master, cancellationToken));
        }

        return Write(keys.MoveToImmutable());
    }

    /// <summary>The ring without keys that were replaced before that time; written before it is returned.</summary>
    public KeyRing Forget(DateTimeOffset retiredBefore)
    {
        ImmutableArray<RingKey> kept = [.. _keys.Where(key => !(key.Stored.Retired < retiredBefore))];
        return kept.Length == _keys.Length ? this : Write(kept);
    }

    private static async Task CreateAsync(
        string path, string former, IMasterKey master, TimeProvider time, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes);
        if (File.Exists(former))
        {
            secret = new byte[IdentityKey.KeyBytes + 3];
            if (!Convert.TryFromBase64String(PrivateFile.Read(former).Trim(), secret, out var length)
                || length != IdentityKey.KeyBytes)
            {
                throw new OperatorException(
                    $"The identity key {former} is damaged: bring back the right file. Without it every access key and session "
                    + "is refused; removing it makes a new one, and new access keys have to be created.");
            }

            secret = secret[..length];
        }

        var key = await RingKey.CreateAsync(secret, time.GetUtcNow(), master, cancellationToken);

        // Whoever is first wins; the other reads what the first one wrote.
        _ = PrivateFile.Write(path, TextOf([key]), replaces: false);
    }

    /// <summary>A key in the open beside the ring that holds it would be the hole in the ring.</summary>
    private static void RemoveFormer(string former, KeyRing ring)
    {
        if (!File.Exists(former))
        {
            return;
        }

        var secret = new byte[IdentityKey.KeyBytes + 3];
        if (Convert.TryFromBase64String(PrivateFile.Read(former).Trim(), secret, out var length)
            && length == IdentityKey.KeyBytes
            && ring._keys.Any(key => CryptographicOperations.FixedTimeEquals(key.Secret, secret.AsSpan(0, length))))
        {
            File.Delete(former);
        }
    }

    private static async Task<KeyRing> ReadAsync(string path, IMasterKey master, CancellationToken cancellationToken)
    {
        var document = Parse(path);
        var keys = ImmutableArray.CreateBuilder<RingKey>(document.Keys.Length);
        foreach (var stored in document.Keys)
        {
            var secret = await master.UnwrapAsync(stored.Wrapped, stored.Id, cancellationToken);
            keys.Add(secret is not null && IdentityKey.IdOf(secret) == stored.Id
                ? new RingKey(stored, secret)
                : throw new OperatorException(
                    $"The keys in {path} were wrapped by the master key {stored.Master}, and the one at hand ({master.Id}) does "
                    + "not open them: name the right one by --master-key-file, --master-key-command or GATEHOUSE_MASTER_KEY."));
        }

        return new KeyRing(path, keys.MoveToImmutable());
    }

    private static KeyRingDocument Parse(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(PrivateFile.Read(path), KeyRingJson.Default.KeyRingDocument);
            if (document is { Version: > Version })
            {
                throw new OperatorException($"{path} was written by a newer Gatehouse; start that version.");
            }

            return document is { Version: Version, Keys: { IsDefaultOrEmpty: false, Length: <= SecretsLimits.Keys } }
                ? document
                : throw new OperatorException($"{path} holds no keys: bring back the right file.");
        }
        catch (JsonException exception)
        {
            throw new OperatorException($"{path} is damaged ({exception.Message}): bring back the right file.");
        }
    }

    private KeyRing Write(ImmutableArray<RingKey> keys)
    {
        _ = PrivateFile.Write(_path, TextOf(keys), replaces: true);
        return new KeyRing(_path, keys);
    }

    private static string TextOf(ImmutableArray<RingKey> keys) => JsonSerializer.Serialize(
        new KeyRingDocument { Version = Version, Keys = [.. keys.Select(static key => key.Stored)] },
        KeyRingJson.Default.KeyRingDocument) + "\n";

    private sealed class RingKey(WrappedKey stored, byte[] secret)
    {
        public WrappedKey Stored { get; } = stored;

        public byte[] Secret { get; } = secret;

        public static async Task<RingKey> CreateAsync(
            byte[] secret, DateTimeOffset now, IMasterKey master, CancellationToken cancellationToken)
        {
            var id = IdentityKey.IdOf(secret);
            return new RingKey(
                new WrappedKey
                {
                    Id = id,
                    Created = now,
                    Master = master.Id,
                    Wrapped = await master.WrapAsync(secret, id, cancellationToken),
                },
                secret);
        }

        public RingKey Retire(DateTimeOffset now) => new(Stored with { Retired = Stored.Retired ?? now }, Secret);

        public async Task<RingKey> WrapAsync(IMasterKey master, CancellationToken cancellationToken) => new(
            Stored with { Master = master.Id, Wrapped = await master.WrapAsync(Secret, Stored.Id, cancellationToken) },
            Secret);
    }
}
