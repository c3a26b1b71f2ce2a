using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Addressing;

/// <summary>
/// A routing rule of a custom domain, compiled (http-api §3.11): all its conditions must hold, one alternative of each; none
/// takes every call. It leads to a REST API.
/// </summary>
/// <param name="ApiId">The API.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="StripsBasePath">The base path that matched is no part of the path that the API sees.</param>
/// <param name="Headers">Conditions on headers; each an alternative list.</param>
/// <param name="BasePaths">Conditions on the path; each an alternative list.</param>
internal sealed record RoutingRulePlan(
    string ApiId, string Stage, bool StripsBasePath, HeaderGlob[][] Headers, string[][] BasePaths)
{
    /// <param name="path">From its slash, as received.</param>
    /// <param name="headers">Of the call.</param>
    /// <param name="basePath">The longest base path that matched; empty without such a condition.</param>
    /// <param name="rest">Where in the path the part behind it begins.</param>
    public bool Matches(ReadOnlySpan<char> path, IHeaderDictionary headers, out string basePath, out int rest)
    {
        basePath = string.Empty;
        rest = 0;
        foreach (var alternatives in Headers)
        {
            if (!Array.Exists(alternatives, glob => glob.Matches(headers[glob.Header])))
            {
                return false;
            }
        }

        foreach (var alternatives in BasePaths)
        {
            var found = false;
            foreach (var alternative in alternatives)
            {
                if (IsUnder(path, alternative, out var end))
                {
                    if (!found || end > rest)
                    {
                        basePath = alternative;
                        rest = end;
                    }

                    found = true;
                }
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>On whole segments; case counts.</summary>
    private static bool IsUnder(ReadOnlySpan<char> path, string basePath, out int end)
    {
        end = basePath.Length + 1;
        return path.Length >= end
            && path[1..].StartsWith(basePath, StringComparison.Ordinal)
            && (path.Length == end || path[end] == '/');
    }
}

/// <summary>A header's value with <c>*</c> at the beginning, the end or both.</summary>
/// <param name="Header">In any case.</param>
/// <param name="Text">Without the stars.</param>
/// <param name="IsOpenBefore">Anything may stand before it.</param>
/// <param name="IsOpenAfter">Anything may stand behind it.</param>
internal sealed record HeaderGlob(string Header, string Text, bool IsOpenBefore, bool IsOpenAfter)
{
    public static HeaderGlob Parse(string header, string glob)
    {
        var before = glob.StartsWith('*');
        var after = glob.Length > 1 && glob.EndsWith('*');
        return new HeaderGlob(header, glob[(before ? 1 : 0)..^(after ? 1 : 0)], before, after);
    }

    public bool Matches(StringValues values)
    {
        foreach (var value in values)
        {
            if (value is not null && Matches(value))
            {
                return true;
            }
        }

        return false;
    }

    private bool Matches(string value) => (IsOpenBefore, IsOpenAfter) switch
    {
        (true, true) => value.Contains(Text, StringComparison.Ordinal),
        (true, false) => value.EndsWith(Text, StringComparison.Ordinal),
        (false, true) => value.StartsWith(Text, StringComparison.Ordinal),
        _ => value.Equals(Text, StringComparison.Ordinal),
    };
}
