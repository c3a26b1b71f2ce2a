namespace Gatehouse.Identity.Policies;

/// <summary>
/// The name of a context key, compared without case, the tag part included (security §2.1). Resolved once, when a policy
/// is compiled: a request is then asked by number, and by text only for the keys that have no number.
/// </summary>
public sealed class ContextKey : IEquatable<ContextKey>
{
    private const string PrincipalTagPrefix = "aws:principaltag/";

    private ContextKey(string name)
    {
        Name = name;
        Folded = name.ToLowerInvariant();
        Known = KnownKeys.Find(Folded);
        PrincipalTag = Folded.StartsWith(PrincipalTagPrefix, StringComparison.Ordinal)
            ? name[PrincipalTagPrefix.Length..]
            : null;
        IsOfResource = Folded.StartsWith("aws:resourcetag/", StringComparison.Ordinal)
            || Folded.StartsWith("apigateway:resource/", StringComparison.Ordinal);
    }

    /// <summary>As written in the policy.</summary>
    public string Name { get; }

    /// <summary>In lower case.</summary>
    public string Folded { get; }

    /// <summary><see cref="KnownKey.Other"/> for keys of services, tags and misspellings: those are legal.</summary>
    public KnownKey Known { get; }

    /// <summary>The tag that <c>aws:PrincipalTag/…</c> asks for.</summary>
    public string? PrincipalTag { get; }

    /// <summary>
    /// It asks for tags or settings of the resource itself. A request that does not carry them cannot say that they are
    /// absent, so such a condition allows nothing, and denies.
    /// </summary>
    public bool IsOfResource { get; }

    public static ContextKey Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new ContextKey(name);
    }

    public bool Equals(ContextKey? other) => other is not null && Folded == other.Folded;

    public override bool Equals(object? obj) => Equals(obj as ContextKey);

    public override int GetHashCode() => Folded.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}
