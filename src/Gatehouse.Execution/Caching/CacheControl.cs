using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Caching;

/// <summary>The one request directive that the cache obeys (sheet §9.1); <c>no-cache</c> and <c>no-store</c> are
/// none.</summary>
internal static class CacheControl
{
    public const string WarningHeader = "Warning";

    /// <summary>The text is from a secondary source (sheet §9.1, unconfirmed).</summary>
    public static readonly StringValues IgnoredWarning =
        "199 Cache-control headers were ignored because the caller was unauthorized.";

    /// <summary><c>max-age=0</c> stands among the directives.</summary>
    public static bool AsksForFresh(StringValues header)
    {
        foreach (var line in header)
        {
            var rest = line.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                var directive = (comma < 0 ? rest : rest[..comma]).Trim();
                rest = comma < 0 ? default : rest[(comma + 1)..];

                // Names have no case, and a value may be quoted (RFC 9111 §5.2).
                if (directive.Equals("max-age=0", StringComparison.OrdinalIgnoreCase)
                    || directive.Equals("max-age=\"0\"", StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
