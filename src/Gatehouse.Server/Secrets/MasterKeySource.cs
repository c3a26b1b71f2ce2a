using System.Security.Cryptography;
using Gatehouse.Identity.Secrets;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Secrets;

/// <summary>Where the master key is. At most one member is set; without any it is <c>master.key</c> in the data folder.</summary>
internal sealed record MasterKeySource
{
    public const string FileName = "master.key";

    /// <summary>A file with 32 bytes in Base64 that only its owner may read.</summary>
    public string? File { get; init; }

    /// <summary>32 bytes in Base64, from <c>GATEHOUSE_MASTER_KEY</c>. Never logged.</summary>
    public string? Value { get; init; }

    /// <summary>A command that wraps and unwraps keys.</summary>
    public string? Command { get; init; }

    /// <param name="dataDirectory">Where the file is when nothing is named.</param>
    /// <param name="mayCreate">There is nothing yet that another master key could have wrapped.</param>
    /// <param name="time">Bounds a command.</param>
    /// <exception cref="OperatorException">It is missing, damaged, or others may read it.</exception>
    public IMasterKey Open(string dataDirectory, bool mayCreate, TimeProvider time)
    {
        if (Command is not null)
        {
            return new CommandMasterKey(Command, time);
        }

        if (Value is not null)
        {
            return new LocalMasterKey(Parse(Value) ?? throw new OperatorException(
                $"GATEHOUSE_MASTER_KEY is not {IdentityKey.KeyBytes} bytes in Base64; make one with: openssl rand -base64 32"));
        }

        var path = File ?? Path.Combine(dataDirectory, FileName);
        if (!System.IO.File.Exists(path))
        {
            if (!mayCreate || File is not null)
            {
                throw new OperatorException(
                    $"The master key {path} is missing: bring it back. Without it nothing that is sealed in {dataDirectory} can "
                    + "be opened. (For a new server, make one with: openssl rand -base64 32 > FILE; chmod 600 FILE)");
            }

            _ = PrivateFile.Write(
                path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes)) + "\n", replaces: false);
        }

        return new LocalMasterKey(Parse(PrivateFile.Read(path)) ?? throw new OperatorException(
            $"The master key {path} is damaged: it must hold {IdentityKey.KeyBytes} bytes in Base64. Bring back the right file."));
    }

    /// <summary>A record prints its members; these are secrets.</summary>
    public override string ToString() => nameof(MasterKeySource);

    private static byte[]? Parse(string text)
    {
        var key = new byte[IdentityKey.KeyBytes + 3];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == IdentityKey.KeyBytes
            ? key[..length]
            : null;
    }
}
