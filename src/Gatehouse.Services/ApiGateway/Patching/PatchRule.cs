namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>Applies one operation to an immutable document and returns the changed one.</summary>
internal delegate T PatchAction<T>(T document, in PatchMatch match);

/// <summary>One row of a resource's PATCH table.</summary>
/// <param name="Path">An attribute (<c>/name</c>), or an entry of a map or list (<c>/variables/{key}</c>).</param>
/// <param name="Ops">What the attribute allows.</param>
/// <param name="Apply">The change.</param>
internal sealed record PatchRule<T>(string Path, PatchOps Ops, PatchAction<T> Apply)
{
    private const string KeyPlaceholder = "/{key}";

    /// <summary>Other operations on this path answer family D instead of the table's own family.</summary>
    public bool NamesItsOps { get; init; }

    private string? Prefix { get; } = Path.EndsWith(KeyPlaceholder, StringComparison.Ordinal)
        ? Path[..^(KeyPlaceholder.Length - 1)]
        : null;

    /// <summary>The unescaped key that the operation's path names, or empty for an attribute.</summary>
    public bool TryMatch(string path, out string key)
    {
        key = "";
        if (Prefix is null)
        {
            return path == Path;
        }

        if (!path.StartsWith(Prefix, StringComparison.Ordinal)
            || path.Length == Prefix.Length
            || path.AsSpan(Prefix.Length).Contains('/'))
        {
            return false;
        }

        key = PatchPointer.Unescape(path[Prefix.Length..]);
        return true;
    }
}

/// <summary>JSON Pointer escapes (RFC 6901 §4).</summary>
internal static class PatchPointer
{
    public static string Unescape(string segment) => segment
        .Replace("~1", "/", StringComparison.Ordinal)
        .Replace("~0", "~", StringComparison.Ordinal);
}
