using Gatehouse.Execution.Caching;
using Gatehouse.Execution.Integrations.Mock;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Puts the stage's cache around the integration of a method that caches (sheet §9).</summary>
internal sealed class CachingCompiler(StageContext context, IntegrationServices services)
{
    private const string MethodRequest = "method.request.";
    private const string IntegrationRequest = "integration.request.";

    private static readonly string[] AllVerbs = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <param name="resource">Whose id is the namespace unless the integration names another.</param>
    /// <param name="path">The resource's template.</param>
    /// <param name="verb">As the method is declared: one of the seven, or ANY.</param>
    /// <param name="method">With its integration.</param>
    /// <param name="integration">The compiled steps of the integration.</param>
    /// <returns>The same steps when the method caches nothing.</returns>
    public IRestStep[] Wrap(
        ResourceDocument resource, string path, string verb, MethodDocument method, IRestStep[] integration)
    {
        if (!context.Stage.CacheClusterEnabled
            || services.Caches is not { } caches
            || method.MethodIntegration is not { } document
            || document.ResponseTransferMode == "STREAM" // unsupported with STREAM (sheet §5.14)
            || Array.Exists(integration, static step => step is RefusalStep))
        {
            return integration;
        }

        var rules = Rules(path, verb);
        if (rules.Length == 0 || Recipe(resource, document) is not { } recipe)
        {
            return integration;
        }

        // What is refused before a lookup (sheet §3 steps 3 and 10) is still refused where a hit runs no mapping: a
        // body that is too large or wrongly encoded, and a content type that no template takes.
        var ahead = integration.TakeWhile(static step => step is BufferBodyStep).ToList();
        var behind = integration.Skip(ahead.Count).ToArray();
        if (recipe.ReadsBody && ahead.Count == 0)
        {
            ahead.Add(new BufferBodyStep());
        }

        var ordinary = behind is [FoldedMock folded] ? folded.Ordinary : behind;
        if (ordinary.OfType<RequestMapping>().FirstOrDefault() is { MayRefuseMediaType: true } mapping)
        {
            ahead.Add(new MediaTypeStep(mapping));
        }

        var cache = caches.Open(context.CacheName, context.Stage.CacheClusterSize);
        return [.. ahead, new ResponseCacheStep(cache, recipe, rules, behind)];
    }

    private CacheRule[] Rules(string path, string verb)
    {
        var isAny = verb == "ANY";
        var rules = new List<CacheRule>();
        foreach (var one in isAny ? AllVerbs : [verb])
        {
            // "*/*" switches on GET alone; every other verb needs an entry of its own (sheet §9).
            var setting = one == "GET"
                ? context.MethodSettings.Find(path, one, isAny)
                : context.MethodSettings.FindOwn(path, one, isAny);
            if (setting is { CachingEnabled: true, CacheTtlInSeconds: > 0 })
            {
                rules.Add(Rule(one, setting));
            }
        }

        return [.. rules];
    }

    private static CacheRule Rule(string verb, MethodSetting setting) => new()
    {
        Verb = verb,
        TimeToLive = TimeSpan.FromSeconds(Math.Min(setting.CacheTtlInSeconds, CachingLimits.MaxTtlInSeconds)),
        IsEncrypted = setting.CacheDataEncrypted,
        RequiresAuthorization = setting.RequireAuthorizationForCacheControl,
        Unauthorized = setting.UnauthorizedCacheControlHeaderStrategy switch
        {
            "SUCCEED_WITH_RESPONSE_HEADER" => UnauthorizedRefresh.Warn,
            "SUCCEED_WITHOUT_RESPONSE_HEADER" => UnauthorizedRefresh.Ignore,
            _ => UnauthorizedRefresh.Fail, // FAIL_WITH_403, and closed for anything unknown
        },
    };

    /// <returns>
    /// <see langword="null"/> when a key parameter cannot be understood: the method then serves without a cache,
    /// because entries that leave a parameter out would answer for the wrong calls.
    /// </returns>
    private CacheKeyRecipe? Recipe(ResourceDocument resource, IntegrationDocument integration)
    {
        var parts = new List<KeyValuePair<string, CacheKeyPart>>();
        var names = integration.CacheKeyParameters.IsDefault ? [] : integration.CacheKeyParameters;
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (Part(name, integration) is not { } part)
            {
                return null;
            }

            parts.Add(new(name, part));
        }

        var shared = integration.CacheNamespace;
        return new CacheKeyRecipe(
            context.Stage.DeploymentId, string.IsNullOrEmpty(shared) ? resource.Id : shared, parts);
    }

    private CacheKeyPart? Part(string name, IntegrationDocument integration)
    {
        if (name.StartsWith(MethodRequest, StringComparison.Ordinal))
        {
            return Plain(name[MethodRequest.Length..]) ?? Mapped(name);
        }

        if (!name.StartsWith(IntegrationRequest, StringComparison.Ordinal))
        {
            return null;
        }

        if (integration.RequestParameters?.TryGetValue(name, out var source) == true)
        {
            return source.StartsWith(MethodRequest, StringComparison.Ordinal)
                ? Plain(source[MethodRequest.Length..]) ?? Mapped(source)
                : Mapped(source);
        }

        // What nothing maps still reaches a proxied backend under its own name.
        return integration.Type is "HTTP_PROXY" or "AWS_PROXY"
            ? Plain(name[IntegrationRequest.Length..])
            : new AbsentKeyPart();
    }

    private static CacheKeyPart? Plain(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var name = text[(dot + 1)..];
        return (dot < 0 ? string.Empty : text[..dot], name.Length) switch
        {
            (_, 0) => null,
            ("path", _) => new PathKeyPart(name),
            ("querystring" or "multivaluequerystring", _) => new QueryKeyPart(name),
            ("header" or "multivalueheader", _) => new HeaderKeyPart(name),
            _ => null,
        };
    }

    private MappedKeyPart? Mapped(string source) =>
        context.Expressions.Compile(source) is { } expression ? new MappedKeyPart(expression) : null;
}
