using System.Collections.Frozen;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>All function URLs in force. Immutable; a request looks its host up.</summary>
internal sealed class FunctionUrlTable(IEnumerable<FunctionUrlPlan> urls)
{
    private const string Marker = ".lambda-url.";

    private readonly FrozenDictionary<string, FunctionUrlPlan>.AlternateLookup<ReadOnlySpan<char>> _byId =
        urls.ToFrozenDictionary(static url => url.UrlId, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public static FunctionUrlTable Empty { get; } = new([]);

    /// <summary>
    /// Whether a host is one of function URLs: <c>{urlId}.lambda-url.{region}.</c> and any domain behind it, so that
    /// <c>localhost</c>, the server's own domain and <c>on.aws</c> all lead here.
    /// </summary>
    public static bool IsAddress(ReadOnlySpan<char> host) =>
        host.Length > FunctionUrlLimits.IdLength + Marker.Length
        && host[FunctionUrlLimits.IdLength..].StartsWith(Marker, StringComparison.OrdinalIgnoreCase)
        && !host[..FunctionUrlLimits.IdLength].ContainsAnyExcept(IdChars);

    /// <returns><see langword="null"/> when no URL has this host: an id that is not known, or in another region.</returns>
    public FunctionUrlPlan? Find(ReadOnlySpan<char> host)
    {
        if (!_byId.TryGetValue(host[..FunctionUrlLimits.IdLength], out var url))
        {
            return null;
        }

        var rest = host[(FunctionUrlLimits.IdLength + Marker.Length)..];
        var end = rest.IndexOfAny('.', ':');
        return (end < 0 ? rest : rest[..end]).Equals(url.Scope.Region, StringComparison.OrdinalIgnoreCase) ? url : null;
    }

    private static readonly System.Buffers.SearchValues<char> IdChars =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
