using System.Collections.Frozen;

namespace Gatehouse.Execution.Addressing;

/// <summary>Where the paths of a custom domain lead (sheet §1.1): the longest mapping path wins, segment by segment.</summary>
internal sealed class DomainPlan
{
    private readonly FrozenDictionary<string, DomainMapping>.AlternateLookup<ReadOnlySpan<char>> _byPath;
    private readonly DomainMapping? _otherwise;
    private readonly int _mostSegments;

    /// <param name="mappings">By base path without slashes around it; the empty one takes what no other takes.</param>
    /// <param name="refusal">Why every call is refused, or <see langword="null"/>.</param>
    /// <param name="rules">In the order in which they are tried, before any mapping.</param>
    public DomainPlan(IEnumerable<DomainMapping> mappings, string? refusal, IEnumerable<RoutingRulePlan>? rules = null)
    {
        Refusal = refusal;
        Rules = [.. rules ?? []];
        var all = mappings.ToDictionary(mapping => mapping.BasePath, StringComparer.Ordinal);
        ApiIds = [.. all.Values.Select(static mapping => mapping.ApiId), .. Rules.Select(static rule => rule.ApiId)];
        _otherwise = all.GetValueOrDefault(string.Empty);
        _mostSegments = all.Keys.Select(path => path.Count(c => c == '/') + 1).DefaultIfEmpty(0).Max();
        _byPath = all.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Why it refuses every call: what guards it is missing, or nothing leads there.</summary>
    public string? Refusal { get; }

    /// <summary>How connections to it begin; <see langword="null"/> where nothing is known of it.</summary>
    public Handshakes.HandshakePlan? Handshake { get; init; }

    /// <summary>The name of the handshake must be this domain's too (endpoint access mode STRICT, security §4.3).</summary>
    public bool IsStrict { get; init; }

    /// <summary>Who may call through a private domain; <see langword="null"/> on public ones.</summary>
    public PrivateDomainRule? Private { get; init; }

    /// <summary>What comes before the mappings.</summary>
    public RoutingRulePlan[] Rules { get; }

    /// <summary>The APIs that it leads to.</summary>
    public IReadOnlyCollection<string> ApiIds { get; }

    /// <summary>The mapping that takes a path, and where in the path the rest begins.</summary>
    /// <param name="path">The path as received, from its first slash.</param>
    /// <param name="rest">Index of the first character after the base path.</param>
    public DomainMapping? Match(ReadOnlySpan<char> path, out int rest)
    {
        var start = 0;
        while (start < path.Length && path[start] == '/')
        {
            start++;
        }

        DomainMapping? best = null;
        rest = 0;
        var end = start;
        for (var segments = 0; segments < _mostSegments && end < path.Length; segments++)
        {
            var slash = path[end..].IndexOf('/');
            end = slash < 0 ? path.Length : end + slash;
            if (end > start && _byPath.TryGetValue(path[start..end], out var found))
            {
                best = found;
                rest = end;
            }

            end++;
        }

        return best ?? _otherwise;
    }
}

/// <summary>One mapping of a custom domain.</summary>
/// <param name="BasePath">Empty for the one that takes the rest.</param>
/// <param name="ApiId">The API.</param>
/// <param name="Stage">The stage, or <see langword="null"/> when the next segment names it.</param>
internal sealed record DomainMapping(string BasePath, string ApiId, string? Stage);
