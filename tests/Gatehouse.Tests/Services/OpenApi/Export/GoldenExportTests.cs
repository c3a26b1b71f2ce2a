using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.Export;

/// <summary>
/// Exports as whole texts (rest-control-plane §4.9). The order of members follows exports that Amazon's guide and users of
/// AWS published; GATEHOUSE_APPROVE=1 writes the files anew.
/// </summary>
public sealed class GoldenExportTests
{
    private const string Mock = """
        openapi: 3.0.1
        info: { title: demo }
        paths:
          /pets:
            get:
              parameters: [{ name: page, in: query, schema: { type: string } }]
              responses: { "200": { description: 200 response, content: { application/json: { schema: { $ref: "#/components/schemas/Empty" } } } } }
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: { application/json: '{"statusCode": 200}' }
                responses: { default: { statusCode: 200 } }
        components: { schemas: { Empty: { type: object, title: Empty Schema } } }
        """;

    /// <summary>Something of everything that an export can hold.</summary>
    private const string Whole = """
        openapi: 3.0.1
        info: { title: whole, version: "1.2", description: All of it }
        servers:
          - url: https://ignored.example.com/{basePath}
            variables: { basePath: { default: /ignored } }
            x-amazon-apigateway-endpoint-configuration: { disableExecuteApiEndpoint: true }
        paths:
          /:
            get:
              operationId: root
              security: [{ sigv4: [] }]
              responses: {}
              x-amazon-apigateway-integration: { type: mock }
          /pets/{petId}:
            put:
              operationId: putPet
              summary: Changes a pet
              description: Of a pet all is replaced.
              tags: [pets]
              x-amazon-apigateway-request-validator: all
              security: [{ pool: [pets/write] }, { api_key: [] }]
              parameters:
                - { name: petId, in: path, required: true, description: Which pet, schema: { type: string } }
                - { name: X-Trace, in: header, required: true, schema: { type: string } }
              requestBody: { description: The pet, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } }, application/xml: { schema: { $ref: "#/components/schemas/Pet" } } } }
              responses:
                "200": { description: Done, headers: { ETag: { description: Its version, schema: { type: string } } }, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
                "404": { description: 404 response }
              x-amazon-apigateway-integration:
                type: AWS
                httpMethod: POST
                uri: arn:aws:apigateway:us-east-1:sqs:path/000000000000/pets
                credentials: arn:aws:iam::000000000000:role/queue
                passthroughBehavior: NEVER
                contentHandling: convert_to_text
                timeoutInMillis: 5000
                cacheNamespace: pets
                cacheKeyParameters: [method.request.path.petId]
                requestParameters: { integration.request.header.Content-Type: "'application/x-www-form-urlencoded'" }
                requestTemplates: { application/json: "Action=SendMessage&MessageBody=$input.body\n", application/xml: null }
                responses:
                  default: { statusCode: "200", responseParameters: { method.response.header.ETag: "'1'" }, responseTemplates: { application/json: "{}" } }
                  4\d{2}: { statusCode: "404" }
          /files/{proxy+}:
            x-amazon-apigateway-any-method:
              security: [{ lambda: [] }]
              parameters: [{ name: proxy, in: path, required: true, schema: { type: string } }]
              responses: {}
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: ANY
                uri: https://example.com/{proxy}
                connectionType: VPC_LINK
                connectionId: abc123
                requestParameters: { integration.request.path.proxy: method.request.path.proxy }
                tlsConfig: { insecureSkipVerification: true }
                responseTransferMode: STREAM
          /empty: {}
        components:
          schemas:
            Pet: { type: object, title: Pet, required: [name], properties: { name: { type: string }, mother: { $ref: "#/components/schemas/Pet" } } }
          securitySchemes:
            api_key: { type: apiKey, name: x-api-key, in: header }
            sigv4: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
            pool: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: { type: cognito_user_pools, providerARNs: ["arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_a"] } }
            lambda:
              type: apiKey
              name: Unused
              in: header
              x-amazon-apigateway-authtype: custom
              x-amazon-apigateway-authorizer:
                type: request
                authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations
                identitySource: method.request.header.A, method.request.querystring.b
                authorizerResultTtlInSeconds: 60
        x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: true } }
        x-amazon-apigateway-gateway-responses:
          DEFAULT_4XX: { responseParameters: { gatewayresponse.header.Access-Control-Allow-Origin: "'*'" } }
          ACCESS_DENIED: { statusCode: 404, responseTemplates: { application/json: '{"message":"Not here"}' } }
        x-amazon-apigateway-binary-media-types: [image/png]
        x-amazon-apigateway-minimum-compression-size: 1024
        x-amazon-apigateway-api-key-source: AUTHORIZER
        x-amazon-apigateway-policy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: "*", Action: execute-api:Invoke, Resource: "execute-api:/*" }] }
        """;

    private static readonly DocumentationVersionDocument Published = new() { Version = "v1", CreatedDate = 1_479_854_500 };

    private static readonly DocumentationPartDocument[] Parts =
    [
        Part(new DocumentationLocation { Type = "API" }, """{"description":"ignored","x-bar":"of the API","foo":1,"info":{"description":"All that was published","contact":{"name":"me"},"x-head":true}}"""),
        Part(new DocumentationLocation { Type = "METHOD", Path = "/pets/{petId}", Method = "PUT" }, """{"summary":"Changes a pet","description":"Of a pet all is replaced.","tags":["pets"],"x-example":{"a":1},"x-amazon-apigateway-integration":"never this"}"""),
        Part(new DocumentationLocation { Type = "RESOURCE", Path = "/empty" }, """{"description":"not shown","x-bar":"of the resource"}"""),
        Part(new DocumentationLocation { Type = "PATH_PARAMETER", Path = "/", Method = "*", Name = "petId" }, """{"description":"Which pet"}"""),
        Part(new DocumentationLocation { Type = "REQUEST_BODY", Path = "/pets/{petId}", Method = "PUT" }, """{"description":"The pet"}"""),
        Part(new DocumentationLocation { Type = "RESPONSE", Path = "/", Method = "*", StatusCode = "404" }, """{"description":"There is none"}"""),
        Part(new DocumentationLocation { Type = "RESPONSE", Path = "/pets/{petId}", Method = "PUT", StatusCode = "200" }, """{"description":"Done"}"""),
        Part(new DocumentationLocation { Type = "RESPONSE_HEADER", Path = "/pets", Method = "*", StatusCode = "*", Name = "ETag" }, """{"description":"Its version"}"""),
        Part(new DocumentationLocation { Type = "MODEL", Name = "Pet" }, """{"description":"What is sold"}"""),
        Part(new DocumentationLocation { Type = "MODEL", Name = "Pet.name" }, """{"description":"As it is called"}"""),
        Part(new DocumentationLocation { Type = "AUTHORIZER", Name = "pool" }, """{"description":"Our users"}"""),
    ];

    [Theory]
    [InlineData("mock", "oas30", "json", "integrations")]
    [InlineData("mock", "swagger", "json", "integrations")]
    [InlineData("whole", "oas30", "json", "apigateway")]
    [InlineData("whole", "oas30", "yaml", "apigateway")]
    [InlineData("whole", "swagger", "json", "apigateway")]
    [InlineData("whole", "swagger", "yaml", "apigateway")]
    [InlineData("whole-plain", "oas30", "json", "")]
    [InlineData("whole-postman", "swagger", "json", "authorizers,postman")]
    public void An_export_is_the_approved_text(string name, string exportType, string notation, string extensions)
    {
        var isWhole = name.StartsWith("whole", StringComparison.Ordinal);
        var definition = ImportFixture.Import(isWhole ? Whole : Mock);
        var document = ExportFixture.Export(
            definition, exportType == "swagger", extensions, isWhole ? Published : null, isWhole ? Parts : []);

        var text = ExportFixture.Write(document, notation == "yaml");

        var file = Path.Combine(Folder(), $"{name}.{exportType}.{notation}");
        if (Environment.GetEnvironmentVariable("GATEHOUSE_APPROVE") == "1")
        {
            File.WriteAllText(file, text);
        }

        text.ShouldBe(File.ReadAllText(file).ReplaceLineEndings("\n"), "Run once with GATEHOUSE_APPROVE=1 and review the difference.");
    }

    [Theory]
    [InlineData("oas30")]
    [InlineData("swagger")]
    public void An_approved_export_is_imported_without_a_warning_and_exported_the_same(string exportType)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), $"whole.{exportType}.yaml"));

        var (definition, warnings) = ImportFixture.ImportWithWarnings(text);

        warnings.ShouldBeEmpty();
        var again = ExportFixture.Export(definition, exportType == "swagger", "apigateway", Published, Parts);
        WithoutHost(ExportFixture.Write(again, isYaml: true)).ShouldBe(WithoutHost(text.ReplaceLineEndings("\n")));
    }

    /// <summary>Each import has an API of another id.</summary>
    private static string WithoutHost(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "[a-z0-9]{10}(?=\\.execute-api|/)", "(api)", default, TimeSpan.FromSeconds(1));

    private static DocumentationPartDocument Part(DocumentationLocation location, string properties)
    {
        JsonNode.Parse(properties)!.AsObject().Count.ShouldBeGreaterThan(0);
        return new DocumentationPartDocument { Id = "part00", Location = location, Properties = properties };
    }

    private static string Folder([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "golden");
}
