using System.Collections.Immutable;

namespace Gatehouse.Execution.Rest;

/// <summary>A resource that has at least one method; one without does not exist for matching (sheet §2).</summary>
internal sealed class ResourcePlan
{
    /// <summary>The verbs that <c>ANY</c> covers (sheet §1.7).</summary>
    public static readonly ImmutableArray<string> Verbs =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

    private readonly MethodPlan? _get;
    private readonly MethodPlan? _post;
    private readonly MethodPlan? _put;
    private readonly MethodPlan? _delete;
    private readonly MethodPlan? _patch;
    private readonly MethodPlan? _head;
    private readonly MethodPlan? _options;

    /// <param name="id"><c>$context.resourceId</c>.</param>
    /// <param name="path">The template: <c>$context.resourcePath</c>.</param>
    /// <param name="parameterNames">The template's parameters from left to right.</param>
    /// <param name="methods">By verb, <c>ANY</c> among them.</param>
    public ResourcePlan(
        string id, string path, string[] parameterNames, IReadOnlyDictionary<string, MethodPlan> methods)
    {
        Id = id;
        Path = path;
        ParameterNames = parameterNames;
        // ANY covers exactly these seven, each only where the verb itself is missing (sheet §1.7).
        var any = methods.GetValueOrDefault("ANY");
        _get = methods.GetValueOrDefault("GET") ?? any;
        _post = methods.GetValueOrDefault("POST") ?? any;
        _put = methods.GetValueOrDefault("PUT") ?? any;
        _delete = methods.GetValueOrDefault("DELETE") ?? any;
        _patch = methods.GetValueOrDefault("PATCH") ?? any;
        _head = methods.GetValueOrDefault("HEAD") ?? any;
        _options = methods.GetValueOrDefault("OPTIONS") ?? any;
    }

    public string Id { get; }

    public string Path { get; }

    public string[] ParameterNames { get; }

    public MethodPlan? Find(string verb) => verb switch
    {
        "GET" => _get,
        "POST" => _post,
        "PUT" => _put,
        "DELETE" => _delete,
        "PATCH" => _patch,
        "HEAD" => _head,
        "OPTIONS" => _options,
        _ => null,
    };
}
