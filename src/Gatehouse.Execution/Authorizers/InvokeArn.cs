using System.Buffers;
using System.Globalization;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// The ARN of a call: <c>arn:aws:execute-api:{region}:{account}:{api}/{stage}/{VERB}/{path}</c>, with the verb and the
/// path of the request.
/// </summary>
/// <remarks>
/// A path has one spelling here, whatever the client wrote, because a policy names paths by their text: what may
/// stand in a path as it is (RFC 3986 §3.3, <c>pchar</c>) is not escaped, everything else is, in upper case.
/// Otherwise <c>/%61dmin</c> would slip past a denial of <c>/admin</c> (security §11.9). An escaped slash stays
/// escaped: it is data.
/// </remarks>
internal static class InvokeArn
{
    // "arn:aws:execute-api:", three colons and three slashes, and some more.
    private const int Punctuation = 32;

    private const int EscapeLength = 3;

    private const string Unescaped =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@";

    private static readonly SearchValues<char> PathChars = SearchValues.Create(Unescaped + "/");
    private static readonly SearchValues<char> SegmentChars = SearchValues.Create(Unescaped);

    /// <summary>
    /// The path as REST APIs route it: several slashes at its beginning are one, one at its end is none.
    /// </summary>
    public static ReadOnlySpan<char> RestPath(ReadOnlySpan<char> path)
    {
        path = path.TrimStart('/');
        return path.EndsWith('/') ? path[..^1] : path;
    }

    /// <summary>The path as HTTP APIs route it: every slash counts.</summary>
    public static ReadOnlySpan<char> HttpPath(ReadOnlySpan<char> path) => path.StartsWith('/') ? path[1..] : path;

    /// <summary>Characters that suffice for <see cref="Write"/>.</summary>
    public static int MaxLength(
        DocumentScope scope, ReadOnlySpan<char> api, ReadOnlySpan<char> stage, ReadOnlySpan<char> verb,
        ReadOnlySpan<char> path) =>
        Punctuation + scope.Region.Length + scope.Account.Length + api.Length + stage.Length + verb.Length
        + (path.ContainsAnyExcept(PathChars) ? EscapeLength * path.Length : path.Length);

    public static string Text(
        DocumentScope scope, ReadOnlySpan<char> api, ReadOnlySpan<char> stage, ReadOnlySpan<char> verb,
        ReadOnlySpan<char> path)
    {
        Span<char> buffer = new char[MaxLength(scope, api, stage, verb, path)];
        return Write(buffer, scope, api, stage, verb, path).ToString();
    }

    /// <param name="buffer">Of <see cref="MaxLength"/> characters at least.</param>
    /// <param name="scope">Account and region of the API.</param>
    /// <param name="api">Its id.</param>
    /// <param name="stage">Its name.</param>
    /// <param name="verb">Of the request, never ANY.</param>
    /// <param name="path">Of <see cref="RestPath"/> or <see cref="HttpPath"/>, ASCII as all targets are.</param>
    public static ReadOnlySpan<char> Write(
        Span<char> buffer, DocumentScope scope, ReadOnlySpan<char> api, ReadOnlySpan<char> stage,
        ReadOnlySpan<char> verb, ReadOnlySpan<char> path)
    {
        var isWritten = buffer.TryWrite(
            CultureInfo.InvariantCulture,
            $"arn:aws:execute-api:{scope.Region}:{scope.Account}:{api}/{stage}/{verb}/", out var length);
        System.Diagnostics.Debug.Assert(isWritten, "the buffer has room for all parts");
        if (!path.ContainsAnyExcept(PathChars))
        {
            path.CopyTo(buffer[length..]);
            return buffer[..(length + path.Length)];
        }

        return buffer[..(length + Normalise(path, buffer[length..]))];
    }

    private static int Normalise(ReadOnlySpan<char> path, Span<char> target)
    {
        var length = 0;
        for (var at = 0; at < path.Length; at++)
        {
            var isEscape = path[at] == '%' && at + 2 < path.Length
                && char.IsAsciiHexDigit(path[at + 1]) && char.IsAsciiHexDigit(path[at + 2]);
            var code = isEscape ? (char)((HexValue(path[at + 1]) << 4) | HexValue(path[at + 2])) : path[at];
            if (SegmentChars.Contains(code) || (code == '/' && !isEscape))
            {
                target[length++] = code;
            }
            else
            {
                target[length++] = '%';
                target[length++] = HexDigit(code >> 4);
                target[length++] = HexDigit(code & 0xf);
            }

            at += isEscape ? EscapeLength - 1 : 0;
        }

        return length;
    }

    private static int HexValue(char digit) =>
        char.IsAsciiDigit(digit) ? digit - '0' : char.ToLowerInvariant(digit) - 'a' + 10;

    private static char HexDigit(int value) => "0123456789ABCDEF"[value];
}
