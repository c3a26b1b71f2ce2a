namespace Gatehouse.Server.Secrets;

/// <summary>Bounds of the key ring and of what wraps it.</summary>
internal static class SecretsLimits
{
    /// <value>Bytes of a ring or of a master key's file; a ring with all its keys has a few thousand.</value>
    public const int FileBytes = 256 * 1024;

    /// <value>Keys of a ring, the replaced ones included: a rotation drops those that nothing needs any more.</value>
    public const int Keys = 64;

    /// <value>Characters that a command may answer; a KMS's wrapped key has a few hundred.</value>
    public const int CommandAnswerLength = 16 * 1024;

    /// <value>A command that takes longer is broken: the server does not start.</value>
    public static readonly TimeSpan CommandTime = TimeSpan.FromSeconds(30);

    /// <value>Replaced keys go on opening what they sealed for so long: sessions live 36 hours at most (security §3.5).</value>
    public static readonly TimeSpan Retirement = TimeSpan.FromHours(36);
}
