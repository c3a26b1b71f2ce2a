using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Tests.Services.OpenApi.Export;

/// <summary>
/// Random APIs as an import leaves them: every member of the model that a file can hold, with texts that YAML or JSON
/// could take for something else.
/// </summary>
internal static class GeneratedApi
{
    public const string Id = "abcdefghij";

    private static readonly string[] Texts =
        ["a", "Pets of \"all\" kinds", "é: ü #1", "yes", "1.10", "null", "line\nbreak\t", "\\", "{x}", "${stageVariables.v}", "😀", "- x", "\u2028", "'"];

    private static readonly string[] Paths =
        ["/", "/pets", "/pets/{id}", "/pets/{id}/toys", "/a-b/x:y", "/files/{proxy+}", "/v1.0", "/pets/list", "/200"];

    private static readonly string[] Verbs = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "ANY"];

    private static readonly string[] Types = ["application/json", "application/xml", "image/png", "text/plain; charset=utf-8"];

    private static readonly string[] Statuses = ["200", "201", "302", "404", "500"];

    private static readonly ImmutableArray<ModelDocument> Models =
    [
        Model("Empty", "{}"),
        Model("Pet", """{"title":"Pet \"é\"","type":"object","description":"A pet","properties":{"owner":{"$ref":"URL/Owner"},"n":{"type":"number","minimum":1.50}}}""") with { Description = "A pet" },
        Model("Owner", """{"type":"object","properties":{"pets":{"type":"array","items":{"$ref":"URL/Pet"}},"self":{"$ref":"#/properties/pets"}}}"""),
        Model("Deep", """{"definitions":{"x":{"type":"string"}},"properties":{"a":{"$ref":"#/definitions/x"},"b":{"$ref":"URL/Owner#/properties/pets"}}}"""),
        Model("MODEL0a1b2c", """{"type":"string","enum":["yes",null,1]}"""),
    ];

    /// <param name="isSwagger">Only what Swagger 2.0 can say: one model for all types of a body, one list of types for all
    /// responses.</param>
    public static Gen<RestApiDefinition> Any(bool isSwagger) =>
        from api in Apis
        from authorizers in Some(Authorizers, 3)
        from validators in Some(["all", "body \"only\"", "params: #1"], 3)
        from paths in Some(Paths, 5)
        from responses in Some(GatewayResponses, 3)
        let resources = Tree(paths)
        from methods in Gen.CollectToSequence(
            resources.Select(resource => Some(Verbs, 3).SelectMany(verbs => Gen.CollectToSequence(
                verbs.Select(verb => Method(verb, resource, authorizers, validators, isSwagger))))))
        select new RestApiDefinition
        {
            Api = api,
            Models = Models,
            Authorizers = [.. authorizers.OrderBy(static one => one.Name, StringComparer.Ordinal)],
            RequestValidators = [.. validators.Select(static (name, index) => new RequestValidatorDocument
            {
                Id = ValidatorId(name),
                Name = name,
                ValidateRequestBody = index % 2 == 0,
                ValidateRequestParameters = index > 0,
            })],
            GatewayResponses = [.. responses.OrderBy(static one => one.ResponseType, StringComparer.Ordinal)],
            Resources = [.. resources.Zip(methods, static (resource, all) => resource with
            {
                ResourceMethods = all.ToImmutableSortedDictionary(static one => one.HttpMethod, static one => one, StringComparer.Ordinal),
            })],
        };

    private static readonly AuthorizerDocument[] Authorizers =
    [
        new() { Id = "auth01", Name = "token", Type = "TOKEN", AuthType = "custom", AuthorizerUri = Function, IdentitySource = "method.request.header.Auth", IdentityValidationExpression = "^a\"\\d$", AuthorizerResultTtlInSeconds = 0 },
        new() { Id = "auth02", Name = "sigv4", Type = "REQUEST", AuthType = "custom", AuthorizerUri = Function, IdentitySource = "method.request.header.A, method.request.querystring.b", AuthorizerResultTtlInSeconds = 300 },
        new() { Id = "auth03", Name = "none", Type = "REQUEST", AuthType = "mine", AuthorizerUri = Function, AuthorizerResultTtlInSeconds = 0 },
        new() { Id = "auth04", Name = "pool", Type = "COGNITO_USER_POOLS", AuthType = "cognito_user_pools", ProviderARNs = ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a"], IdentitySource = "method.request.header.Authorization" },
        new() { Id = "auth05", Name = "query", Type = "REQUEST", AuthType = "custom", AuthorizerUri = Function, IdentitySource = "method.request.querystring.t", AuthorizerCredentials = "arn:aws:iam::000000000000:role/r", AuthorizerResultTtlInSeconds = 60 },
    ];

    private static readonly GatewayResponseDocument[] GatewayResponses =
    [
        new() { ResponseType = "DEFAULT_4XX", ResponseParameters = Map(("gatewayresponse.header.X", "'*'")), ResponseTemplates = Map(("application/json", "{\"m\":$context.error.messageString}")) },
        new() { ResponseType = "ACCESS_DENIED", StatusCode = "404", ResponseParameters = Map(), ResponseTemplates = Map() },
        new() { ResponseType = "THROTTLED", StatusCode = "429", ResponseParameters = Map(), ResponseTemplates = Map(("text/plain", "slow\ndown")) },
    ];

    private const string Function =
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations";

    private static Gen<RestApiDocument> Apis =>
        from name in Gen.Elements(Texts)
        from description in Maybe(Gen.Elements(Texts))
        from version in Gen.Elements("1.0", "2016-04-05T19:58:27Z", "v \"1\"")
        from compression in Maybe(Gen.Elements("0", "1024"))
        from types in Some(["image/png", "*/*", "application/x"], 3)
        from keys in Gen.Elements("HEADER", "AUTHORIZER")
        from isDisabled in Gen.Elements(true, false)
        from policy in Maybe(Gen.Constant("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:000000000000:x/*"}]}"""))
        from security in Maybe(Gen.Constant("TLS_1_2"))
        select new RestApiDocument
        {
            Id = Id,
            Name = name,
            Description = description,
            Version = version,
            CreatedDate = 1,
            RootResourceId = "rootid",
            BinaryMediaTypes = types.Length == 0 ? null : types,
            MinimumCompressionSize = compression is null ? null : int.Parse(compression, System.Globalization.CultureInfo.InvariantCulture),
            ApiKeySource = keys,
            DisableExecuteApiEndpoint = isDisabled,
            Policy = policy,
            SecurityPolicy = security,
        };

    private static Gen<MethodDocument> Method(
        string verb, ResourceDocument resource, ImmutableArray<AuthorizerDocument> authorizers, ImmutableArray<string> validators, bool isSwagger) =>
        from name in Maybe(Gen.Elements(Texts))
        from authorizer in Maybe(authorizers.IsEmpty ? Gen.Constant<AuthorizerDocument?>(null) : Gen.Elements<AuthorizerDocument?>([.. authorizers]))
        from isIam in Gen.Elements(true, false)
        from isKeyed in Gen.Elements(true, false)
        from validator in Maybe(validators.IsEmpty ? Gen.Constant<string?>(null) : Gen.Elements<string?>([.. validators]))
        from parameters in Some(["querystring.page", "header.X-A", "querystring.a.b", "header.yes", "path.other"], 3)
        from isRequired in Gen.Elements(true, false)
        from bodies in Bodies(isSwagger)
        from produced in Some(Types, 2)
        from statuses in Some(Statuses, 3)
        from responses in Gen.CollectToSequence(statuses.Select(status => Response(status, produced, isSwagger)))
        from integration in Maybe(Integration(resource, statuses))
        let own = resource.PathPart is ['{', .. var inner, '}'] && !inner.EndsWith('+') ? ImmutableArray.Create($"path.{inner}") : []
        select new MethodDocument
        {
            HttpMethod = verb,
            OperationName = name,
            AuthorizationType = authorizer is null ? isIam ? "AWS_IAM" : "NONE" : authorizer.Type == "COGNITO_USER_POOLS" ? authorizer.Type : "CUSTOM",
            AuthorizerId = authorizer?.Id,
            AuthorizationScopes = authorizer?.Type == "COGNITO_USER_POOLS" && isIam ? ["a/b", "c"] : null,
            ApiKeyRequired = isKeyed,
            RequestValidatorId = validator is null ? null : ValidatorId(validator),
            RequestParameters = NullIfEmpty(parameters.Concat(own).ToImmutableSortedDictionary(
                static one => "method.request." + one, _ => isRequired, StringComparer.Ordinal)),
            RequestModels = NullIfEmpty(bodies),
            MethodResponses = NullIfEmpty(responses.ToImmutableSortedDictionary(static one => one.StatusCode, static one => one, StringComparer.Ordinal)),
            MethodIntegration = integration,
        };

    /// <summary>Nothing, or JSON with perhaps another type.</summary>
    private static Gen<ImmutableSortedDictionary<string, string>> Bodies(bool isSwagger) =>
        from types in Some(Types, 3)
        from model in Gen.Elements("Pet", "Empty", "Deep")
        from other in Gen.Elements("Owner", "MODEL0a1b2c")
        select types.IsEmpty
            ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            : types.Append("application/json").Distinct().ToImmutableSortedDictionary(
                static type => type, type => isSwagger || type == "application/json" ? model : other, StringComparer.Ordinal);

    private static Gen<MethodResponseDocument> Response(string status, ImmutableArray<string> produced, bool isSwagger) =>
        from headers in Some(["X-A", "Content-Type", "yes"], 2)
        from types in isSwagger ? Gen.Constant(produced) : Some(Types, 2)
        from model in Gen.Elements("Pet", "Empty", "Owner")
        select new MethodResponseDocument
        {
            StatusCode = status,
            ResponseParameters = NullIfEmpty(headers.ToImmutableSortedDictionary(
                static name => "method.response.header." + name, static _ => false, StringComparer.Ordinal)),
            ResponseModels = NullIfEmpty(types.ToImmutableSortedDictionary(static type => type, _ => model, StringComparer.Ordinal)),
        };

    private static Gen<IntegrationDocument?> Integration(ResourceDocument resource, ImmutableArray<string> statuses) =>
        from kind in Gen.Choose(0, 5)
        from template in Maybe(Gen.Elements(Texts))
        from isTemplated in Gen.Elements(true, false)
        from passthrough in Gen.Elements("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")
        from handling in Maybe(Gen.Elements("CONVERT_TO_TEXT", "CONVERT_TO_BINARY"))
        from timeout in Gen.Elements(29_000, 50, 1_234)
        from space in Gen.Elements(resource.Id, "shared")
        from keys in Some(["method.request.path.id", "method.request.header.X"], 2)
        from isMapped in Gen.Elements(true, false)
        let start = Base(kind)
        select (IntegrationDocument?)(start with
        {
            RequestTemplates = isTemplated ? TemplateMap(("application/json", template), ("text/xml", "x")) : null,
            RequestParameters = isMapped ? Map(("integration.request.header.X-É", "'a\"b'"), ("integration.request.querystring.q", "context.requestId")) : null,
            PassthroughBehavior = passthrough,
            ContentHandling = handling,
            TimeoutInMillis = start.ResponseTransferMode == "STREAM" ? 300_000 + timeout : timeout,
            CacheNamespace = space,
            CacheKeyParameters = keys,
            IntegrationResponses = NullIfEmpty(statuses.Select((status, index) => new IntegrationResponseDocument
            {
                StatusCode = status,
                SelectionPattern = index == 0 ? null : $"{status[0]}\\d{{2}}.*\"{index}\"",
                ContentHandling = handling,
                ResponseTemplates = isMapped ? TemplateMap(("application/json", template)) : null,
            }).ToImmutableSortedDictionary(static one => one.StatusCode, static one => one, StringComparer.Ordinal)),
        });

    private static IntegrationDocument Base(int kind) => kind switch
    {
        0 => new IntegrationDocument { Type = "MOCK" },
        1 => new IntegrationDocument { Type = "HTTP", HttpMethod = "ANY", Uri = "https://example.com/{id}?a=b", ConnectionType = "INTERNET", TlsConfig = new TlsConfig { InsecureSkipVerification = true } },
        2 => new IntegrationDocument { Type = "HTTP_PROXY", HttpMethod = "GET", Uri = "http://example.com", ConnectionType = "INTERNET", ResponseTransferMode = "STREAM" },
        3 => new IntegrationDocument { Type = "HTTP_PROXY", HttpMethod = "PUT", Uri = "http://example.com", ConnectionType = "VPC_LINK", ConnectionId = "abc123", IntegrationTarget = "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/net/a/b/c" },
        4 => new IntegrationDocument { Type = "AWS", HttpMethod = "POST", Uri = "arn:aws:apigateway:us-east-1:sqs:path/000000000000/q", Credentials = "arn:aws:iam::000000000000:role/r" },
        _ => new IntegrationDocument { Type = "AWS_PROXY", HttpMethod = "POST", Uri = Function, ResponseTransferMode = "BUFFERED" },
    };

    private static ImmutableArray<ResourceDocument> Tree(ImmutableArray<string> paths)
    {
        var all = new SortedDictionary<string, ResourceDocument>(StringComparer.Ordinal)
        {
            ["/"] = new ResourceDocument { Id = "rootid" },
        };
        foreach (var path in paths)
        {
            var parent = "";
            foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                var at = $"{parent}/{part}";
                all.TryAdd(at, new ResourceDocument
                {
                    Id = $"r{all.Count}",
                    ParentId = all[parent.Length == 0 ? "/" : parent].Id,
                    PathPart = part,
                });
                parent = at;
            }
        }

        return [.. all.Values];
    }

    private static ModelDocument Model(string name, string schema) => new()
    {
        Id = "m" + name,
        Name = name,
        Schema = schema.Replace("URL", $"https://apigateway.amazonaws.com/restapis/{Id}/models", StringComparison.Ordinal),
    };

    private static string ValidatorId(string name) => $"v{name.Length}";

    private static Gen<T?> Maybe<T>(Gen<T> values) => Gen.OneOf(Gen.Constant(default(T)), values.Select(static value => (T?)value));

    private static Gen<ImmutableArray<T>> Some<T>(T[] values, int most) =>
        from mask in Gen.Choose(0, (1 << values.Length) - 1)
        select values.Where((_, index) => (mask & (1 << index)) != 0).Take(most).ToImmutableArray();

    private static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, string?> TemplateMap(params (string Key, string? Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, T>? NullIfEmpty<T>(ImmutableSortedDictionary<string, T> map) => map.IsEmpty ? null : map;
}
