using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Model.ApisV2;

/// <summary>
/// The key of an HTTP API's route, read once for whoever needs its parts (http-api §3.3): <c>$default</c>, or a method
/// and a path of literal segments, <c>{name}</c> segments and at most one <c>{name+}</c>, the last.
/// </summary>
/// <param name="Method">An upper-case method or <c>ANY</c>; empty for <c>$default</c>.</param>
/// <param name="Path">From its slash; empty for <c>$default</c>.</param>
public readonly record struct HttpRouteKey(string Method, string Path)
{
    public const string Default = "$default";

    public const string Any = "ANY";

    private static readonly string[] Methods = [Any, "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>Takes what no other route takes.</summary>
    public bool IsDefault => Method.Length == 0;

    /// <summary>The segments between the slashes; one empty segment for the root.</summary>
    public string[] Segments() => IsDefault ? [] : Path[1..].Split('/');

    /// <summary>The name within a segment of the form <c>{name}</c> or <c>{name+}</c>.</summary>
    public static bool IsVariable(string segment, [NotNullWhen(true)] out string? name, out bool isGreedy)
    {
        isGreedy = false;
        name = null;
        if (segment.Length < 3 || segment[0] != '{' || segment[^1] != '}')
        {
            return false;
        }

        isGreedy = segment[^2] == '+';
        name = isGreedy ? segment[1..^2] : segment[1..^1];
        return true;
    }

    /// <returns>False when the text is no key of an HTTP API's route.</returns>
    public static bool TryParse(string text, out HttpRouteKey key)
    {
        key = default;
        if (text == Default)
        {
            key = new HttpRouteKey(string.Empty, string.Empty);
            return true;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !Methods.Contains(text[..space], StringComparer.Ordinal))
        {
            return false;
        }

        var path = text[(space + 1)..];
        if (!IsPath(path))
        {
            return false;
        }

        key = new HttpRouteKey(text[..space], path);
        return true;
    }

    /// <summary>A path that ends in a slash is none, save the root (§3.3).</summary>
    private static bool IsPath(string path)
    {
        if (path.Length == 0 || path[0] != '/' || path.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return false;
        }

        if (path.Length == 1)
        {
            return true;
        }

        var segments = path[1..].Split('/');
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < segments.Length; i++)
        {
            if (!IsSegment(segments[i], isLast: i == segments.Length - 1, names))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSegment(string segment, bool isLast, HashSet<string> names)
    {
        if (!segment.AsSpan().ContainsAny('{', '}'))
        {
            return segment.Length > 0;
        }

        return IsVariable(segment, out var name, out var isGreedy)
            && name.Length > 0
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '$' or '-')
            && (!isGreedy || isLast)
            && names.Add(name);
    }
}
