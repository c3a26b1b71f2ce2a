using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Wire.Protocols;

/// <summary>
/// What a service does beside its contract: the habits of its own decoder and of its constraint texts.
/// </summary>
public sealed class WireDialect
{
    public static readonly WireDialect Plain = new();

    /// <summary>Takes <c>"true"</c> and <c>"false"</c> for booleans (rest-control-plane §1.5).</summary>
    public bool ToleratesTextBooleans { get; init; }

    /// <summary>Names of map members whose values may be null; elsewhere a null value drops its key.</summary>
    public FrozenSet<string> MapsWithNulls { get; init; } = [];

    /// <summary>
    /// Names body members in constraint texts as <c>createRestApiInput.name</c>; otherwise as <c>name</c>, which is how
    /// Lambda writes them.
    /// </summary>
    public bool QualifiesBodyMembers { get; init; }

    /// <summary>
    /// Tells the first violation as a BadRequestException in a sentence of its own (http-api §1.2); otherwise all of
    /// them as a ValidationException.
    /// </summary>
    public bool RefusesPlainly { get; init; }

    /// <summary>The code of a violated constraint: the query services drop its last word (security §3.3).</summary>
    public string ConstraintCode { get; init; } = "ValidationException";

    /// <summary>Repeats an error's message in a header, as Cognito does beside its type (security §6.2).</summary>
    public bool TellsFaultsInHeaders { get; init; }

    /// <summary>Enumerations whose values AWS prints in an order of its own, by shape name.</summary>
    public FrozenDictionary<string, string> EnumTexts { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// Characters of a text or of a map's key; <see langword="null"/> where only the body is bounded.
    /// </summary>
    public int? LongestText { get; init; }

    /// <summary>
    /// Members whose texts may be longer, or hold texts that may, by their names. Their operations have bounds of
    /// their own.
    /// </summary>
    public FrozenSet<string> LongTexts { get; init; } = [];

    /// <summary>Constraints that the published contracts do not carry.</summary>
    public ImmutableArray<MemberConstraint> Constraints { get; init; } = [];
}

/// <summary>A constraint on every input member of that name.</summary>
/// <param name="Member">The member's model name.</param>
/// <param name="IsMet">Whether the text passes.</param>
/// <param name="Text">AWS's words after "failed to satisfy constraint: ".</param>
public sealed record MemberConstraint(string Member, Func<string, bool> IsMet, string Text)
{
    /// <summary>Only below the member of this name; <see langword="null"/> for everywhere.</summary>
    public string? Within { get; init; }

    /// <summary>Not below the member of this name, which has another constraint.</summary>
    public string? Outside { get; init; }

    internal bool IsFor(string path) =>
        (Within is null || IsBelow(path, Within)) && (Outside is null || !IsBelow(path, Outside));

    private static bool IsBelow(string path, string parent)
    {
        var dot = path.LastIndexOf('.');
        var owner = dot < 0 ? [] : path.AsSpan(0, dot);
        return owner.EndsWith(parent, StringComparison.Ordinal)
            && (owner.Length == parent.Length || owner[^(parent.Length + 1)] == '.');
    }
}
