using System.Collections.Immutable;
using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Rest;

/// <summary>The media types that an API calls binary (sheet §8.1).</summary>
internal sealed class BinaryMediaTypes
{
    private readonly string[] _exact;
    private readonly string[] _types;
    private readonly bool _isEverything;

    public BinaryMediaTypes(IEnumerable<string> entries)
    {
        var all = entries.Select(entry => MediaType.OfContentType(entry).ToString()).ToImmutableArray();
        IsDefined = !all.IsEmpty;
        _isEverything = all.Contains("*/*");
        _types = [.. all.Where(e => e.EndsWith("/*", StringComparison.Ordinal)).Select(e => e[..^1])];
        _exact = [.. all.Where(e => !e.EndsWith("/*", StringComparison.Ordinal))];
    }

    /// <summary>The API lists any at all; the conversion tables differ (sheet §8.2 and §8.3).</summary>
    public bool IsDefined { get; }

    /// <param name="mediaType">Without parameters. Empty (no header) is binary only under <c>*/*</c>.</param>
    public bool Matches(ReadOnlySpan<char> mediaType)
    {
        if (_isEverything)
        {
            return true;
        }

        if (mediaType.IsEmpty)
        {
            return false;
        }

        foreach (var type in _types)
        {
            if (mediaType.StartsWith(type, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var exact in _exact)
        {
            if (mediaType.Equals(exact, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
