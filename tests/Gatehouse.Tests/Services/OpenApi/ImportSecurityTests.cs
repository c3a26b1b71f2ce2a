using Gatehouse.Services.OpenApi;
using Shouldly;
using static Gatehouse.Tests.Services.OpenApi.ImportFixture;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>
/// What a definition closes never comes out open (rest-control-plane §4.6; design §6: fail closed). The shapes below are
/// those that a lenient reader would take for "no security".
/// </summary>
public sealed class ImportSecurityTests
{
    private const string Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations";

    private const string Schemes = $$"""
        components:
          securitySchemes:
            api_key: { type: apiKey, in: header, name: X-API-Key }
            sigv4: { type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4 }
            oauth: { type: oauth2, flows: {} }
            token:
              type: apiKey
              in: header
              name: X-Token
              x-amazon-apigateway-authtype: oauth2
              x-amazon-apigateway-authorizer: { type: token, authorizerUri: '{{Uri}}', identityValidationExpression: '^x' }
            request:
              type: apiKey
              in: header
              name: Unused
              x-amazon-apigateway-authorizer:
                type: REQUEST
                authorizerUri: '{{Uri}}'
                identitySource: 'method.request.header.A, method.request.querystring.b'
                authorizerResultTtlInSeconds: 0
            query: { type: apiKey, in: query, name: q, x-amazon-apigateway-authorizer: { type: request, authorizerUri: '{{Uri}}' } }
            pool:
              type: apiKey
              in: header
              name: Authorization
              x-amazon-apigateway-authtype: cognito_user_pools
              x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: ['arn:aws:cognito-idp:us-east-1:000000000000:userpool/p'] }
        """;

    [Fact]
    public void Each_kind_of_authorizer_is_read_with_its_defaults()
    {
        var authorizers = Import(Operation("responses: {}", Schemes)).Authorizers.ToDictionary(one => one.Name);

        authorizers.Keys.Order().ShouldBe(["pool", "query", "request", "token"]);
        var token = authorizers["token"];
        (token.Type, token.AuthType, token.AuthorizerResultTtlInSeconds, token.IdentitySource, token.IdentityValidationExpression)
            .ShouldBe(("TOKEN", "oauth2", 300, "method.request.header.X-Token", "^x"));
        var request = authorizers["request"];
        (request.Type, request.AuthType, request.AuthorizerResultTtlInSeconds, request.IdentitySource)
            .ShouldBe(("REQUEST", "custom", 0, "method.request.header.A, method.request.querystring.b"));
        authorizers["query"].IdentitySource.ShouldBe("method.request.querystring.q");
        (authorizers["pool"].Type, authorizers["pool"].AuthType, authorizers["pool"].AuthorizerResultTtlInSeconds)
            .ShouldBe(("COGNITO_USER_POOLS", "cognito_user_pools", null));
    }

    [Theory]
    [InlineData("security: [{api_key: []}]", "NONE", true)]
    [InlineData("security: [{sigv4: []}]", "AWS_IAM", false)]
    [InlineData("security: [{sigv4: [], api_key: []}]", "AWS_IAM", true)]
    [InlineData("security: [{token: [], api_key: []}]", "CUSTOM", true)]
    [InlineData("security: [{request: []}]", "CUSTOM", false)]
    [InlineData("security: [{pool: [a/b]}]", "COGNITO_USER_POOLS", false)]
    [InlineData("x-amazon-apigateway-auth: {type: aws_iam}", "AWS_IAM", false)]
    [InlineData("x-amazon-apigateway-auth: {type: NONE}", "NONE", false)]
    [InlineData("security: []", "NONE", false)]
    [InlineData("security: [{oauth: []}, {api_key: []}]", "NONE", true)] // the first that can be enforced
    [InlineData("security: [{api_key: []}, {sigv4: []}]", "AWS_IAM", true)] // a key is asked for besides, as in AWS's own exports
    [InlineData("security: [{token: []}, {api_key: []}]", "CUSTOM", true)]
    [InlineData("security: [{oauth: []}, {token: []}, {api_key: []}]", "CUSTOM", true)]
    public void Security_of_an_operation_sets_the_method(string members, string type, bool apiKey)
    {
        var method = ImportOperation(members + "\nresponses: {}", Schemes);

        (method.AuthorizationType, method.ApiKeyRequired).ShouldBe((type, apiKey));
        (method.AuthorizerId is not null).ShouldBe(type is "CUSTOM" or "COGNITO_USER_POOLS");
    }

    [Fact]
    public void Scopes_are_Cognitos_alone()
    {
        ImportOperation("security: [{pool: [a/b, c]}]\nresponses: {}", Schemes).AuthorizationScopes!.Value.ShouldBe(["a/b", "c"]);
        ImportOperation("security: [{token: [a]}]\nresponses: {}", Schemes).AuthorizationScopes.ShouldBeNull();
    }

    [Theory]
    [InlineData("security: {api_key: []}", "expected a list")]
    [InlineData("security: [api_key]", "expected a list")]
    [InlineData("security: api_key", "expected a list")]
    [InlineData("security: [{nobody: []}]", "'nobody' is not defined")]
    [InlineData("security: [{oauth: []}]", "'oauth' cannot be enforced")]
    [InlineData("security: [{oauth: [], api_key: []}]", "'oauth' cannot be enforced")]
    [InlineData("security: [{token: [], pool: []}]", "a method has one authorizer")]
    [InlineData("security: [{sigv4: [], token: []}]", "a method has one authorizer")]
    [InlineData("x-amazon-apigateway-auth: AWS_IAM", "type must be one of")]
    [InlineData("x-amazon-apigateway-auth: {type: CUSTOM}", "type must be one of")]
    [InlineData("x-amazon-apigateway-auth: {typ: AWS_IAM}", "type must be one of")]
    [InlineData("x-amazon-apigateway-request-validator: nobody", "'nobody' is not defined")]
    [InlineData("x-amazon-apigateway-request-validator: [all]", "is not defined")]
    public void What_cannot_be_enforced_is_refused(string members, string reason) =>
        Refusal(Operation(members + "\nresponses: {}", Schemes)).ShouldContain(reason);

    [Theory]
    [InlineData("{type: apiKey, in: header, name: x-api-key, x-amazon-apigateway-authorizer: token}")]
    [InlineData("{type: apiKey, in: header, name: x-api-key, x-amazon-apigateway-authorizer: {type: jwt}}")]
    [InlineData("{type: apiKey, in: header, name: A, x-amazon-apigateway-authorizer: {type: token}}")]
    [InlineData("{type: apiKey, in: header, name: A, x-amazon-apigateway-authorizer: {type: cognito_user_pools}}")]
    [InlineData("{type: apiKey, in: cookie, name: A, x-amazon-apigateway-authorizer: {type: token, authorizerUri: '@'}}")]
    [InlineData("{type: apiKey, in: header, name: A, x-amazon-apigateway-authorizer: {type: token, authorizerUri: '@', authorizerResultTtlInSeconds: 3601}}")]
    [InlineData("{$ref: '#/components/securitySchemes/nobody'}")]
    public void A_broken_scheme_is_refused(string scheme) =>
        Refusal(Operation(
            "security: [{s: []}]\nresponses: {}",
            $"components: {{securitySchemes: {{s: {scheme.Replace("@", Uri, StringComparison.Ordinal)}}}}}"))
            .ShouldStartWith("Errors found during import:\n\t");

    [Fact] // Checklist: root-level security ignored. The warning is ours.
    public void Security_of_the_whole_definition_is_ignored_with_a_warning_where_it_leaves_a_method_open()
    {
        const string Root = "security: [{api_key: []}]\n" + Schemes;

        var (definition, warnings) = ImportWithWarnings(Operation("responses: {}", Root));
        Method(definition, "/x", "GET").ApiKeyRequired.ShouldBeFalse();
        warnings.ShouldHaveSingleItem().ShouldContain("Security of the whole definition is ignored");

        ImportWithWarnings(Operation("security: [{api_key: []}]\nresponses: {}", Root)).Warnings.ShouldBeEmpty();
        ImportWithWarnings(Operation("x-amazon-apigateway-auth: {type: NONE}\nresponses: {}", Root)).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_merge_may_use_an_authorizer_that_the_API_has_already()
    {
        var first = Import(Operation("security: [{token: []}]\nresponses: {}", Schemes));

        var merged = Import(
            Operation("security: [{token: []}]\nresponses: {}", path: "/y"),
            new OpenApiImportOptions { Mode = OpenApiImportMode.Merge },
            first);

        Method(merged, "/y", "GET").AuthorizerId.ShouldBe(first.Authorizers.Single(one => one.Name == "token").Id);
    }

    [Theory] // a broken policy left out would open the API
    [InlineData("x-amazon-apigateway-policy: [1]")]
    [InlineData("x-amazon-apigateway-policy: open")]
    [InlineData("x-amazon-apigateway-policy: {Statement: []}")]
    public void A_broken_policy_is_refused(string root) =>
        Refusal(Operation("responses: {}", root)).ShouldContain("Invalid policy document");

    [Fact]
    public void A_path_that_stands_twice_is_refused() =>
        Refusal("""
            openapi: 3.0.1
            info: { title: demo, version: "1" }
            paths:
              /a: { get: { responses: {}, x-amazon-apigateway-auth: { type: AWS_IAM } } }
              /a/: { get: { responses: {} } }
            """).ShouldContain("holds it twice");
}
