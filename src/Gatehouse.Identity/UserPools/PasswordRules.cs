using System.Buffers;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>A pool's policy of passwords (Cognito developer guide, "Adding user pool password requirements").</summary>
public sealed record PasswordRules
{
    private static readonly SearchValues<char> Symbols = SearchValues.Create("^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ");

    /// <summary>AWS's default: eight characters of all four kinds, temporary ones for a week.</summary>
    public static readonly PasswordRules Default = new();

    public int Length { get; init; } = 8;

    public bool NeedsUpper { get; init; } = true;

    public bool NeedsLower { get; init; } = true;

    public bool NeedsDigit { get; init; } = true;

    public bool NeedsSymbol { get; init; } = true;

    public int TemporaryDays { get; init; } = 7;

    public static PasswordRules Of(UserPoolDocument pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.Settings["Policies"]?["PasswordPolicy"] is JsonObject policy
            ? new PasswordRules
            {
                Length = policy["MinimumLength"]?.GetValue<int>() ?? Default.Length,
                NeedsUpper = Flag(policy, "RequireUppercase"),
                NeedsLower = Flag(policy, "RequireLowercase"),
                NeedsDigit = Flag(policy, "RequireNumbers"),
                NeedsSymbol = Flag(policy, "RequireSymbols"),
                TemporaryDays = policy["TemporaryPasswordValidityDays"]?.GetValue<int>() ?? Default.TemporaryDays,
            }
            : Default;
    }

    /// <returns>What is wrong in AWS's words; <see langword="null"/> for a password that conforms.</returns>
    public string? FaultOf(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return password.Length < Length ? "Password not long enough"
            : password.Length > UserPoolLimits.PasswordChars ? "Password too long"
            : NeedsLower && !password.Any(char.IsAsciiLetterLower) ? "Password must have lowercase characters"
            : NeedsUpper && !password.Any(char.IsAsciiLetterUpper) ? "Password must have uppercase characters"
            : NeedsDigit && !password.Any(char.IsAsciiDigit) ? "Password must have numeric characters"
            : NeedsSymbol && !HasSymbol(password) ? "Password must have symbol characters"
            : null;
    }

    /// <summary>A space counts as a symbol within a password, not at its ends.</summary>
    private static bool HasSymbol(string password) => password.AsSpan().Trim(' ').ContainsAny(Symbols);

    private static bool Flag(JsonObject policy, string name) => policy[name]?.GetValue<bool>() ?? false;
}
