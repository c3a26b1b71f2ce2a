using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Tests.Execution;

/// <summary>Builds the definition of an API the way a client would: paths, methods, integrations.</summary>
internal sealed class ApiBuilder
{
    public const string ApiId = "a1b2c3d4e5";

    private readonly Dictionary<string, ResourceDocument> _resources = new(StringComparer.Ordinal)
    {
        ["/"] = new ResourceDocument { Id = "root000000" },
    };

    public List<GatewayResponseDocument> GatewayResponses { get; } = [];

    public List<RequestValidatorDocument> Validators { get; } = [];

    public List<ModelDocument> Models { get; } = [];

    public List<AuthorizerDocument> Authorizers { get; } = [];

    public RestApiDocument Api { get; set; } = new()
    {
        Id = ApiId,
        Name = "test",
        CreatedDate = 1,
        RootResourceId = "root000000",
        EndpointConfiguration = new EndpointConfiguration { Types = ["REGIONAL"] },
    };

    public ApiBuilder Method(
        string path, string verb, IntegrationDocument? integration, Func<MethodDocument, MethodDocument>? configure = null)
    {
        var resource = Resource(path);
        var method = new MethodDocument
        {
            HttpMethod = verb,
            AuthorizationType = "NONE",
            MethodIntegration = integration,
            MethodResponses = ImmutableSortedDictionary<string, MethodResponseDocument>.Empty
                .Add("200", new MethodResponseDocument { StatusCode = "200" }),
        };
        _resources[path] = resource with { ResourceMethods = resource.ResourceMethods.SetItem(verb, configure?.Invoke(method) ?? method) };
        return this;
    }

    /// <summary>A MOCK that answers 200 with this body.</summary>
    public ApiBuilder Mock(string path, string verb, string body = "{\"ok\":true}") => Method(path, verb, MockOf(body));

    public static IntegrationDocument MockOf(string body, string request = "{\"statusCode\": 200}") => new()
    {
        Type = "MOCK",
        RequestTemplates = Map<string?>(("application/json", request)),
        IntegrationResponses = Map(("200", new IntegrationResponseDocument
        {
            StatusCode = "200", ResponseTemplates = Map<string?>(("application/json", body)),
        })),
    };

    public static ImmutableSortedDictionary<string, T> Map<T>(params (string Key, T Value)[] entries) =>
        entries.ToImmutableSortedDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);

    public RestApiDefinition Build() => new()
    {
        Api = Api,
        Resources = [.. _resources.Values],
        GatewayResponses = [.. GatewayResponses],
        RequestValidators = [.. Validators],
        Models = [.. Models],
        Authorizers = [.. Authorizers],
    };

    private ResourceDocument Resource(string path)
    {
        if (_resources.TryGetValue(path, out var known))
        {
            return known;
        }

        var slash = path.LastIndexOf('/');
        var parent = Resource(slash == 0 ? "/" : path[..slash]);
        var added = new ResourceDocument
        {
            Id = $"r{_resources.Count:00000}", ParentId = parent.Id, PathPart = path[(slash + 1)..],
        };
        _resources[path] = added;
        return added;
    }
}
