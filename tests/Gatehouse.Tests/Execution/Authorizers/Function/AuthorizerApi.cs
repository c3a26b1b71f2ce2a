using Gatehouse.Model.RestApis;

namespace Gatehouse.Tests.Execution.Authorizers.Function;

/// <summary>An API whose methods all stand behind one authorizer, and what its function may answer.</summary>
internal static class AuthorizerApi
{
    public static AuthorizerDocument Token(string header = "Auth", int? ttl = 300) => new()
    {
        Id = "auth01", Name = "a", Type = "TOKEN", AuthorizerUri = Uri("auth"),
        IdentitySource = $"method.request.header.{header}", AuthorizerResultTtlInSeconds = ttl,
    };

    public static AuthorizerDocument Request(string? source, int? ttl = 300) => new()
    {
        Id = "auth01", Name = "a", Type = "REQUEST", AuthorizerUri = Uri("auth"), IdentitySource = source,
        AuthorizerResultTtlInSeconds = ttl,
    };

    public static ApiBuilder Build(AuthorizerDocument authorizer, Func<MethodDocument, MethodDocument>? configure = null)
    {
        var api = new ApiBuilder();
        var template = "$context.authorizer.principalId $context.authorizer.tenant $context.authorizer.level "
            + "[$context.authorizer.none]";
        Add("/plain", "GET", ApiBuilder.MockOf("ok"));
        Add("/other", "GET", ApiBuilder.MockOf("ok"));
        Add("/pets/{id}", "ANY", ApiBuilder.MockOf("ok"));
        Add("/template", "GET", ApiBuilder.MockOf(template));
        Add("/function", "GET", new IntegrationDocument { Type = "AWS_PROXY", HttpMethod = "POST", Uri = Uri("back"), TimeoutInMillis = 29_000 });
        Add("/mapped", "GET", new IntegrationDocument
        {
            Type = "HTTP_PROXY", HttpMethod = "GET", Uri = "http://127.0.0.1:9/", TimeoutInMillis = 1_000,
            RequestParameters = ApiBuilder.Map(("integration.request.header.X-Tenant", "context.authorizer.tenant")),
        });
        api.Authorizers.Add(authorizer);
        return api;

        void Add(string path, string verb, IntegrationDocument integration) => api.Method(path, verb, integration, method =>
        {
            method = method with
            {
                AuthorizationType = authorizer.Type == "COGNITO_USER_POOLS" ? "COGNITO_USER_POOLS" : "CUSTOM",
                AuthorizerId = authorizer.Id,
            };
            return configure?.Invoke(method) ?? method;
        });
    }

    public static string Allow(string resource, string more = "") => Policy("Allow", resource, more);

    public static string Policy(string effect, string resource, string more = "") =>
        $$$"""
        {"principalId":"user-1","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke",
        "Effect":"{{{effect}}}","Resource":"{{{resource}}}"}]}{{{more}}}}
        """;

    private static string Uri(string function) =>
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        + $"arn:aws:lambda:us-east-1:000000000000:function:{function}/invocations";
}
