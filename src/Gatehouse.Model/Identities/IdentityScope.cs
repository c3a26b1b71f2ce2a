using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Identities;

/// <summary>IAM is global: its documents belong to an account and to no region.</summary>
public static class IdentityScope
{
    public const string Region = "aws-global";

    public static DocumentScope Of(string account) => new(account, Region);

    /// <summary>Names are unique without case and keep the one they were given (security §3.1).</summary>
    public static string IdOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.ToLowerInvariant();
    }
}
