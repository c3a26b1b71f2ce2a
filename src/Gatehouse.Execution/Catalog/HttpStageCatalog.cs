using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Http;

namespace Gatehouse.Execution.Catalog;

/// <summary>The plans of HTTP APIs in force. Take <see cref="Current"/> once per request.</summary>
internal sealed class HttpStageCatalog
{
    private volatile HttpCatalogSnapshot _current = HttpCatalogSnapshot.Empty;

    public HttpCatalogSnapshot Current => _current;

    internal void Publish(HttpCatalogSnapshot snapshot) => _current = snapshot;
}

/// <summary>All plans of HTTP APIs at one moment: by API id (a DNS label, so in any case), then by stage.</summary>
internal sealed class HttpCatalogSnapshot
{
    public static readonly HttpCatalogSnapshot Empty = new([], []);

    private readonly FrozenDictionary<string, HttpApiStages>.AlternateLookup<ReadOnlySpan<char>> _apis;

    /// <param name="plans">The stages that serve.</param>
    /// <param name="known">Every HTTP API there is, deployed or not: the answers to all of them are those of HTTP APIs.</param>
    public HttpCatalogSnapshot(IEnumerable<HttpStagePlan> plans, IEnumerable<string> known)
    {
        var byApi = plans.ToLookup(static plan => plan.ApiId, StringComparer.OrdinalIgnoreCase);
        var ids = known.Concat(byApi.Select(static group => group.Key)).Distinct(StringComparer.OrdinalIgnoreCase);
        var apis = ids.ToFrozenDictionary(
            static id => id, id => new HttpApiStages(byApi[id]), StringComparer.OrdinalIgnoreCase);
        IsEmpty = apis.Count == 0;
        _apis = apis.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public bool IsEmpty { get; }

    public bool TryFind(ReadOnlySpan<char> apiId, [NotNullWhen(true)] out HttpApiStages? stages) =>
        _apis.TryGetValue(apiId, out stages);
}

/// <summary>The stages of one HTTP API.</summary>
internal sealed class HttpApiStages(IEnumerable<HttpStagePlan> plans)
{
    private readonly FrozenDictionary<string, HttpStagePlan>.AlternateLookup<ReadOnlySpan<char>> _byName = plans
        .ToFrozenDictionary(static plan => plan.StageName, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The stage that the first segment names, which then is no part of the route's path; else <c>$default</c> with the whole
    /// path (http-api §6.2).
    /// </summary>
    /// <param name="address">As read from host and path.</param>
    /// <param name="target">The request target.</param>
    /// <param name="resolved">With the place where the route's path begins.</param>
    public HttpStagePlan? Find(in InvokeAddress address, ReadOnlySpan<char> target, out InvokeAddress resolved)
    {
        resolved = address;
        if (address.IsStageGiven)
        {
            return Find(address.Stage);
        }

        var start = address.ApiPathStart;
        var path = target[start..address.PathEnd];
        var name = path.Length > 1 ? path[1..] : default; // exactly one slash: "//dev" names no stage
        var slash = name.IndexOf('/');
        name = slash < 0 ? name : name[..slash];
        var isDefaultNamed = name is HttpStagePlan.Default && !address.IsPathForm;
        if (!name.IsEmpty && !isDefaultNamed && _byName.TryGetValue(name, out var stage))
        {
            resolved = address.From(start + 1 + name.Length);
            return stage;
        }

        resolved = address.From(start);
        return Find(HttpStagePlan.Default);
    }

    /// <summary>A mapping of a custom domain names its stage.</summary>
    public HttpStagePlan? Find(ReadOnlySpan<char> stage) => _byName.TryGetValue(stage, out var plan) ? plan : null;
}
