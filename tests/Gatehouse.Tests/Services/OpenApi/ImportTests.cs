using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.OpenApi;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>OpenAPI to a REST API (rest-control-plane §4).</summary>
public sealed class ImportTests
{
    private const string Mock = """
        x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: "200"}}}
        """;

    private static readonly DocumentScope Scope = new("111122223333", "eu-west-1");

    [Fact]
    public void Makes_intermediate_resources_and_keeps_the_root()
    {
        var definition = Import("paths:\n  /a/b/c:\n    get:\n      responses: {}\n      @mock@\n");

        Paths(definition).Keys.Order().ShouldBe(["/", "/a", "/a/b", "/a/b/c"]);
        Paths(definition)["/a"].ResourceMethods.ShouldBeEmpty();
        Paths(definition)["/"].Id.ShouldBe(definition.Api.RootResourceId);
    }

    [Fact]
    public void Takes_name_description_and_version_from_info()
    {
        var definition = Import("paths: {}\n", info: "{title: pets, version: 7, description: nice}");

        definition.Api.Name.ShouldBe("pets");
        definition.Api.Version.ShouldBe("7");
        definition.Api.Description.ShouldBe("nice");
    }

    [Fact] // §4.4: any-method, operationId, declared parameters of item and operation, the last segment's own
    public void An_operation_becomes_a_method_with_its_parameters()
    {
        var definition = Import("""
            paths:
              /pets/{petId}:
                parameters: [{name: trace, in: header, required: false}]
                x-amazon-apigateway-any-method:
                  operationId: anyPet
                  parameters: [{name: q, in: query, required: true}, {name: s, in: cookie}]
                  responses: {}
                  @mock@
            """);

        var method = Paths(definition)["/pets/{petId}"].ResourceMethods["ANY"];
        method.OperationName.ShouldBe("anyPet");
        method.RequestParameters!.ShouldBe(new Dictionary<string, bool>
        {
            ["method.request.header.trace"] = false,
            ["method.request.path.petId"] = true,
            ["method.request.querystring.q"] = true,
        }, ignoreOrder: true);
    }

    [Fact] // §4.4: a greedy parameter is not added on its own
    public void A_greedy_path_parameter_is_only_there_when_it_is_declared()
    {
        var definition = Import("""
            paths:
              /files/{proxy+}:
                get:
                  responses: {}
                  @mock@
            """);

        Paths(definition)["/files/{proxy+}"].ResourceMethods["GET"].RequestParameters.ShouldBeNull();
    }

    [Theory] // §4.5: any case of type and passthrough behaviour; aws_proxy is always POST
    [InlineData("http_proxy", "httpMethod: get, uri: 'http://example.test/'", "HTTP_PROXY", "GET")]
    [InlineData("AWS_PROXY", "httpMethod: GET, uri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations'", "AWS_PROXY", "POST")]
    [InlineData("Mock", "passthroughBehavior: when_no_templates", "MOCK", null)]
    public void Reads_an_integration(string type, string members, string expected, string? method)
    {
        var definition = Import(
            $"paths:\n  /x:\n    get:\n      responses: {{}}\n      x-amazon-apigateway-integration: {{type: {type}, {members}}}\n");

        var integration = Paths(definition)["/x"].ResourceMethods["GET"].MethodIntegration!;
        integration.Type.ShouldBe(expected);
        integration.HttpMethod.ShouldBe(method);
        integration.TimeoutInMillis.ShouldBe(29_000);
        integration.CacheNamespace.ShouldBe(Paths(definition)["/x"].Id);
    }

    [Fact] // §4.5: the key of a response is its selection pattern, default has none
    public void Responses_of_an_integration_are_kept_by_status()
    {
        var definition = Import("""
            paths:
              /x:
                get:
                  responses: {'200': {description: ok, headers: {X-A: {}}}}
                  x-amazon-apigateway-integration:
                    type: mock
                    responses:
                      default: {statusCode: 200, responseParameters: {method.response.header.X-A: "'a'"}}
                      "5\\d{2}": {statusCode: "502", responseTemplates: {application/json: bad, text/plain: null}}
            """);

        var method = Paths(definition)["/x"].ResourceMethods["GET"];
        var responses = method.MethodIntegration!.IntegrationResponses!;
        responses["200"].SelectionPattern.ShouldBeNull();
        responses["502"].SelectionPattern.ShouldBe("5\\d{2}");
        responses["502"].ResponseTemplates!["text/plain"].ShouldBeNull();
        method.MethodResponses!.Keys.ShouldBe(["200", "502"]);
        method.MethodResponses["200"].ResponseParameters!.ShouldContainKeyAndValue("method.response.header.X-A", false);
    }

    [Fact] // §4.1
    public void Pseudo_parameters_are_substituted_anywhere()
    {
        var definition = Import("""
            paths:
              /x:
                get:
                  responses: {}
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    uri: arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:f/invocations
            """);

        Paths(definition)["/x"].ResourceMethods["GET"].MethodIntegration!.Uri.ShouldBe(
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations");
    }

    [Fact] // §4.6
    public void Security_becomes_keys_iam_and_authorizers()
    {
        var definition = Import("""
            paths:
              /key: {get: {security: [{api_key: []}], responses: {}, @mock@}}
              /iam: {get: {security: [{sigv4: []}], responses: {}, @mock@}}
              /both: {get: {security: [{token: [], api_key: []}], responses: {}, @mock@}}
              /pool: {get: {security: [{pool: [read]}], responses: {}, @mock@}}
            components:
              securitySchemes:
                api_key: {type: apiKey, in: header, name: x-api-key}
                sigv4: {type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4}
                token:
                  type: apiKey
                  in: header
                  name: X-Token
                  x-amazon-apigateway-authorizer: {type: token, authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations', authorizerResultTtlInSeconds: "60"}
                pool:
                  type: apiKey
                  in: header
                  name: Authorization
                  x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/x']}
            """);

        MethodDocument Get(string path) => Paths(definition)[path].ResourceMethods["GET"];
        (Get("/key").AuthorizationType, Get("/key").ApiKeyRequired).ShouldBe(("NONE", true));
        Get("/iam").AuthorizationType.ShouldBe("AWS_IAM");
        var token = definition.Authorizers.Single(authorizer => authorizer.Name == "token");
        (Get("/both").AuthorizationType, Get("/both").AuthorizerId, Get("/both").ApiKeyRequired).ShouldBe(("CUSTOM", token.Id, true));
        (token.IdentitySource, token.AuthorizerResultTtlInSeconds).ShouldBe(("method.request.header.X-Token", 60));
        (Get("/pool").AuthorizationType, Get("/pool").AuthorizationScopes!.Value.Single()).ShouldBe(("COGNITO_USER_POOLS", "read"));
    }

    [Theory] // Differs from AWS: never silently open
    [InlineData("bearer: {type: http, scheme: bearer}")]
    [InlineData("other: {type: apiKey, in: header, name: x-api-key}")]
    public void A_scheme_that_cannot_be_enforced_is_refused(string scheme)
    {
        var fault = Should.Throw<ServiceFaultException>(() => Import("""
            paths: {/x: {get: {security: [{bearer: []}], responses: {}, @mock@}}}
            components: {securitySchemes: {@scheme@}}
            """.Replace("@scheme@", scheme)));

        fault.Code.ShouldBe("BadRequestException");
        fault.Message.ShouldStartWith("Errors found during import:\n\tSecurity scheme 'bearer'");
    }

    [Fact] // §4.4: named schemas by name, references by URL, inline schemas as MODEL and six hexadecimal digits
    public void Schemas_become_models()
    {
        var definition = Import("""
            paths:
              /x:
                post:
                  requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}, text/plain: {schema: {type: string}}}}
                  responses: {}
                  @mock@
            components:
              schemas:
                Pet: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}}}
                Owner: {type: object}
            """);

        definition.Models.Length.ShouldBe(3);
        definition.Models.Single(model => model.Name == "Pet").Schema.ShouldContain(
            $"https://apigateway.amazonaws.com/restapis/{definition.Api.Id}/models/Owner");
        var models = Paths(definition)["/x"].ResourceMethods["POST"].RequestModels!;
        models["application/json"].ShouldBe("Pet");
        models["text/plain"].ShouldMatch("^MODEL[0-9a-f]{6}$");
    }

    [Fact] // §4.5
    public void Root_extensions_set_the_api()
    {
        var definition = Import("""
            paths: {}
            x-amazon-apigateway-binary-media-types: [image/png, '*/*']
            x-amazon-apigateway-minimum-compression-size: 1024
            x-amazon-apigateway-api-key-source: AUTHORIZER
            x-amazon-apigateway-policy:
              Version: '2012-10-17'
              Statement: [{Effect: Deny, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'}]
            x-amazon-apigateway-gateway-responses: {DEFAULT_4XX: {statusCode: 418, responseParameters: {gatewayresponse.header.X: "'y'"}}}
            """);

        definition.Api.BinaryMediaTypes!.Value.ShouldBe(["image/png", "*/*"]);
        definition.Api.MinimumCompressionSize.ShouldBe(1024);
        definition.Api.ApiKeySource.ShouldBe("AUTHORIZER");
        definition.Api.Policy!.ShouldContain($"arn:aws:execute-api:eu-west-1:111122223333:{definition.Api.Id}/*");
        definition.GatewayResponses.Single().StatusCode.ShouldBe("418");
    }

    [Theory] // §4.2
    [InlineData("ignore", "/e")]
    [InlineData("prepend", "/a/b/c/e")]
    [InlineData("split", "/b/c/e")]
    public void The_base_path_is_ignored_prepended_or_split(string mode, string expected)
    {
        var options = OpenApiImportOptions.Read(OpenApiImportMode.Create, false, new Dictionary<string, string> { ["basepath"] = mode });

        var definition = Import("servers: [{url: 'https://x.test/a/b/c'}]\npaths: {/e: {get: {responses: {}, @mock@}}}\n", options: options);

        Paths(definition).ShouldContainKey(expected);
    }

    [Fact]
    public void Swagger_2_is_read_with_its_consumes_and_definitions()
    {
        var text = """
            swagger: "2.0"
            info: {title: old, version: "1"}
            consumes: [application/xml]
            paths:
              /x:
                post:
                  parameters: [{in: body, name: body, schema: {$ref: '#/definitions/Pet'}}]
                  responses: {'200': {description: ok, schema: {$ref: '#/definitions/Pet'}}}
                  @mock@
            definitions: {Pet: {type: object}}
            """;

        var definition = Import(Encoding.UTF8.GetBytes(text.Replace("@mock@", Mock)));

        var method = Paths(definition)["/x"].ResourceMethods["POST"];
        method.RequestModels!.ShouldContainKeyAndValue("application/xml", "Pet");
        method.MethodResponses!["200"].ResponseModels!.ShouldContainKeyAndValue("application/json", "Pet");
    }

    [Theory] // §4.1, §1.9
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[1, 2]")]
    [InlineData("{")]
    [InlineData("openapi: 4.0.0\npaths: {}")]
    [InlineData("a: &a [*a]")]
    [InlineData("a: b: c")]
    public void What_is_no_definition_is_an_invalid_input(string text)
    {
        var fault = Should.Throw<ServiceFaultException>(() => Import(Encoding.UTF8.GetBytes(text)));

        (fault.Code, fault.Status, fault.Message).ShouldBe(("BadRequestException", 400, "Invalid OpenAPI input."));
    }

    [Fact] // §4.8
    public void Errors_and_warnings_are_listed_as_AWS_lists_them()
    {
        var fault = Should.Throw<ServiceFaultException>(() => Import("""
            paths:
              /user/{userId}: {get: {@mock@}}
              /user/{bizId}/fans: {get: {responses: {}, @mock@}}
              /y: {get: {responses: {}, x-amazon-apigateway-integration: {type: aws_proxy, uri: 'http://no.arn'}}}
            """));

        fault.Message.ShouldBe(
            "Errors found during import:"
            + "\n\tUnable to create resource at path '/user/{bizId}/fans': A sibling ({userId}) of this resource already has a variable path part -- only one is allowed"
            + "\n\tUnable to put integration on 'GET' for resource at path '/y': Invalid ARN specified in the request"
            + "\nAdditionally, these warnings were found:\n\tNo responses specified for 'GET /user/{userId}'");
    }

    [Fact] // §3.8
    public void Warnings_fail_the_import_only_when_asked()
    {
        var text = "paths: {/x: {get: {@mock@}}}\n";

        Import(text).Resources.Length.ShouldBe(2);
        Should.Throw<ServiceFaultException>(() => Import(text, options: new OpenApiImportOptions { FailOnWarnings = true }))
            .Message.ShouldBe("Warnings found during import:\n\tNo responses specified for 'GET /x'");
    }

    [Fact] // §3.8
    public void Merge_keeps_what_the_file_does_not_name_and_overwrite_drops_it_both_keeping_ids()
    {
        var first = Import("paths: {/a: {get: {responses: {}, @mock@}}, /b: {get: {responses: {}, @mock@}}}\n");
        var second = "paths: {/b: {post: {responses: {}, @mock@}}}\n";

        var merged = Import(second, existing: first, options: new OpenApiImportOptions { Mode = OpenApiImportMode.Merge });
        var overwritten = Import(second, existing: first, options: new OpenApiImportOptions { Mode = OpenApiImportMode.Overwrite });

        Paths(merged)["/b"].ResourceMethods.Keys.ShouldBe(["GET", "POST"]);
        Paths(merged).ShouldContainKey("/a");
        Paths(overwritten)["/b"].ResourceMethods.Keys.ShouldBe(["POST"]);
        Paths(overwritten).ShouldNotContainKey("/a");
        Paths(overwritten)["/b"].Id.ShouldBe(Paths(first)["/b"].Id);
        overwritten.Api.Id.ShouldBe(first.Api.Id);
    }

    [Fact]
    public void No_cut_of_a_definition_breaks_the_importer()
    {
        var text = Encoding.UTF8.GetBytes(File.ReadAllText(
            Path.Combine(Architecture.SourceTree.Root, "samples", "petstore", "openapi.yaml")));
        for (var length = 0; length < text.Length; length += 7)
        {
            try
            {
                Import(text[..length]);
            }
            catch (ServiceFaultException fault)
            {
                fault.Status.ShouldBe(400);
            }
        }
    }

    private static RestApiDefinition Import(
        string paths, string info = "{title: t, version: '1'}", OpenApiImportOptions? options = null, RestApiDefinition? existing = null) =>
        Import(Encoding.UTF8.GetBytes($"openapi: 3.0.1\ninfo: {info}\n{paths.Replace("@mock@", Mock)}"), options, existing);

    private static RestApiDefinition Import(
        byte[] text, OpenApiImportOptions? options = null, RestApiDefinition? existing = null) =>
        new OpenApiImporter(new RandomIdSource(), new RestApiQuotas())
            .Import(text, options ?? new OpenApiImportOptions(), existing, Scope, 1).Definition;

    private static Dictionary<string, ResourceDocument> Paths(RestApiDefinition definition)
    {
        var paths = Gatehouse.Services.Projects.RouteChanges.Paths(definition);
        return definition.Resources.ToDictionary(resource => paths[resource.Id], StringComparer.Ordinal);
    }
}
