namespace Gatehouse.Identity.Policies;

/// <summary>Does a part of a statement match? What is not understood is neither yes nor no.</summary>
internal enum Match
{
    No = 0,
    Yes = 1,

    /// <summary>An Allow with it never applies, a Deny with it does: fail closed.</summary>
    Unknown = 2,
}

internal static class Matches
{
    /// <summary>Of parts that must all match: one No settles it, then one Unknown does.</summary>
    public static Match And(this Match left, Match right) => (left, right) switch
    {
        (Match.No, _) or (_, Match.No) => Match.No,
        (Match.Unknown, _) or (_, Match.Unknown) => Match.Unknown,
        _ => Match.Yes,
    };

    /// <summary>Of values of which one must match: one Yes settles it, then one Unknown does.</summary>
    public static Match Or(this Match left, Match right) => (left, right) switch
    {
        (Match.Yes, _) or (_, Match.Yes) => Match.Yes,
        (Match.Unknown, _) or (_, Match.Unknown) => Match.Unknown,
        _ => Match.No,
    };

    public static Match Not(this Match match) => match switch
    {
        Match.Yes => Match.No,
        Match.No => Match.Yes,
        _ => Match.Unknown,
    };

    public static Match Of(bool isMatch) => isMatch ? Match.Yes : Match.No;
}
