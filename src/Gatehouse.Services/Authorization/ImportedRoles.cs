using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Services.Authorization;

/// <summary>
/// The roles that an OpenAPI document names, found in its text in either notation before anyone has read it.
/// </summary>
internal static partial class ImportedRoles
{
    /// <summary>Past the limit nobody reads on: an import has 6 MiB, and a role per operation is the most there is.</summary>
    private const int Limit = 1_000;

    public static IEnumerable<string> Find(ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span);

        // Slashes and other letters may be written as escapes in both notations.
        return RoleArn().Matches(Unescaped(text)).Take(Limit).Select(static match => match.Value);
    }

    private static string Unescaped(string text) => text.Contains('\\', StringComparison.Ordinal)
        ? Escape().Replace(text, static match => match.Value switch
        {
            "\\/" => "/",
            _ => ((char)int.Parse(match.Value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString(),
        })
        : text;

    [GeneratedRegex(@"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+", RegexOptions.NonBacktracking)]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"\\/|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
