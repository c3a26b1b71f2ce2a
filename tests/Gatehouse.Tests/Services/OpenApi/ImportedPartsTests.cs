using System.Collections.Immutable;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.GatewayResponses;
using Gatehouse.Services.OpenApi;
using Gatehouse.Wire.Faults;
using Shouldly;
using static Gatehouse.Tests.Services.OpenApi.ImportFixture;

namespace Gatehouse.Tests.Services.OpenApi;

/// <summary>Paths, operations, schemas and settings (rest-control-plane §3.8, §4.1 to 4.5).</summary>
public sealed class ImportedPartsTests
{
    private const string Head = "openapi: 3.0.1\ninfo: { title: demo, version: \"1\" }\n";

    [Theory] // §4.1, and the traps of unquoted versions
    [InlineData("swagger: '2.0'", true)]
    [InlineData("swagger: 2.0", true)]
    [InlineData("openapi: 3.0.1", true)]
    [InlineData("openapi: 3.0", true)]
    [InlineData("openapi: 3.1.0", true)]
    [InlineData("openapi: 3.2.0", false)]
    [InlineData("openapi: 2.0", false)]
    [InlineData("swagger: '1.2'", false)]
    [InlineData("swagger: {}", false)]
    [InlineData("swagger: ~", false)]
    [InlineData("x: 1", false)]
    public void Only_known_versions_are_definitions(string version, bool isKnown)
    {
        var text = version + "\ninfo: { title: demo, version: 1.10 }\npaths: {}\n";
        if (isKnown)
        {
            Import(text).Api.Version.ShouldBe("1.10");
        }
        else
        {
            Refusal(text).ShouldBe("Invalid OpenAPI input.");
        }
    }

    [Theory] // §4.2
    [InlineData("servers: [{url: 'https://h.test/{stage}/v1', variables: {stage: {default: prod}}}]", "/prod", "/prod/v1", "/prod/v1/e")]
    [InlineData("servers: [{url: 'https://h.test/{basePath}', variables: {basePath: {default: /a/b}}}]", "/a", "/a/b", "/a/b/e")]
    [InlineData("servers: [{url: /v2}]", "/v2", "/v2/e")]
    [InlineData("servers: [{url: 'https://h.test'}]", "/e")]
    [InlineData("servers: []", "/e")]
    public void Servers_give_the_base_path(string servers, params string[] paths) =>
        Routes(Import($"{Head}{servers}\npaths: {{/e: {{}}}}\n", new OpenApiImportOptions { BasePath = BasePathMode.Prepend }))
            .ShouldBe(["/", .. paths]);

    [Fact]
    public void Verbs_become_methods_and_trace_is_ignored() =>
        Routes(Import(Head + """
            paths:
              /: { get: { responses: {} } }
              /a/{p}/{q+}: { x-amazon-apigateway-any-method: { responses: {} }, trace: { responses: {} }, head: { responses: {} } }
              x-note: { get: {} }
            """)).ShouldBe(["/ GET", "/a", "/a/{p}", "/a/{p}/{q+} ANY,HEAD"]);

    [Theory]
    [InlineData("/a//b", "Resource's path part must be specified")]
    [InlineData("/a/b c", "Resource's path part only allow")]
    [InlineData("/a/x{p}", "Resource's path part only allow")]
    [InlineData("/{p+}/b", "Cannot create a child of a resource with a greedy path variable")]
    public void A_path_that_cannot_be_is_refused(string path, string reason) =>
        Refusal($"{Head}paths: {{ '{path}': {{}} }}\n").ShouldContain($"Unable to create resource at path '{path}': {reason}");

    [Fact]
    public void Parameters_of_the_operation_override_those_of_the_path()
    {
        var method = Method(
            Import(Head + """
                paths:
                  /a/{id}:
                    parameters: [{in: query, name: q, required: true}, {$ref: '#/components/parameters/h'}]
                    get: { parameters: [{in: query, name: q, required: false}, {in: cookie, name: c}], responses: {} }
                components: { parameters: { h: { in: header, name: H, required: true } } }
                """),
            "/a/{id}", "GET");

        method.RequestParameters.ShouldBe(ImmutableSortedDictionary.CreateRange<string, bool>(
        [
            new("method.request.header.H", true), new("method.request.path.id", true), new("method.request.querystring.q", false),
        ]));
    }

    [Theory]
    [InlineData("parameters: [{in: query}]", "A parameter has no name")]
    [InlineData("parameters: [{in: query, name: a, required: maybe}]", "expected a boolean")]
    [InlineData("parameters: [{$ref: '#/components/parameters/nobody'}]", "Could not resolve reference: #/components/parameters/nobody")]
    [InlineData("parameters: [{$ref: 'other.yaml#/x'}]", "Could not resolve reference: other.yaml#/x")]
    [InlineData("parameters: [{$ref: '#/paths/~1x/get/parameters/0'}]", "Could not resolve reference")]
    [InlineData("parameters: [{in: query, name: a}, {in: header, name: a}]", "Unable to put method 'GET' on resource at path '/x': Parameter names must be unique")]
    public void A_parameter_that_cannot_be_is_refused(string members, string reason) =>
        Refusal(Operation(members + "\nresponses: {}")).ShouldContain(reason);

    [Fact]
    public void References_that_lead_back_to_themselves_are_refused() =>
        Refusal(Operation(
            "parameters: [{$ref: '#/components/parameters/a'}]\nresponses: {}",
            "components: { parameters: { a: { $ref: '#/components/parameters/b' }, b: { $ref: '#/components/parameters/a' } } }"))
            .ShouldContain("A reference leads back to itself");

    [Fact]
    public void Bodies_and_responses_name_models_per_content_type()
    {
        var definition = Import(Operation(
            """
            operationId: makePet
            requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } }, application/xml: { schema: {} } } }
            responses:
              '201': { $ref: '#/components/responses/Made' }
              default: { description: ignored }
              4XX: { description: ignored }
            """,
            """
            components:
              responses: { Made: { headers: { Location: { schema: { type: string } } }, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
              schemas: { Pet: { type: object, properties: { next: { $ref: '#/components/schemas/Pet' } } } }
            """,
            verb: "post"));

        var method = Method(definition, "/x", "POST");
        method.OperationName.ShouldBe("makePet");
        method.RequestModels.ShouldBe(ImmutableSortedDictionary.CreateRange<string, string>([new("application/json", "Pet")]));
        method.MethodResponses!.Keys.ShouldBe(["201"]);
        method.MethodResponses["201"].ResponseParameters!["method.response.header.Location"].ShouldBeFalse();
        method.MethodResponses["201"].ResponseModels!["application/json"].ShouldBe("Pet");
        definition.Models.Single().Schema.ShouldBe(
            "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"https://apigateway.amazonaws.com/restapis/"
            + definition.Api.Id + "/models/Pet\"}}}");
    }

    [Fact]
    public void Equal_inline_schemas_share_a_model_even_with_an_earlier_import()
    {
        const string Body = "requestBody: { content: { application/json: { schema: { type: string } }, text/json: { schema: { type: string } } } }\nresponses: {}";
        var first = Import(Operation(Body, verb: "post"));
        first.Models.ShouldHaveSingleItem().Name.ShouldMatch("^MODEL[0-9a-f]{6}$");

        foreach (var mode in new[] { OpenApiImportMode.Merge, OpenApiImportMode.Overwrite })
        {
            Import(Operation(Body, verb: "post"), new OpenApiImportOptions { Mode = mode }, first).Models.ShouldBe(first.Models);
        }
    }

    [Fact]
    public void A_made_up_name_never_takes_another_models_place()
    {
        const string Body = "requestBody: { content: { application/json: { schema: { type: string } } } }\nresponses: {}";
        var probe = Import(Operation(Body, verb: "post")).Models.Single().Name;

        var definition = Import(Operation(Body, $"components: {{ schemas: {{ {probe}: {{ type: object }}, {Next(probe)}: {{ type: object }} }} }}", verb: "post"));

        definition.Models.Length.ShouldBe(3);
        var made = Method(definition, "/x", "POST").RequestModels!["application/json"];
        definition.Models.Single(model => model.Name == made).Schema.ShouldBe("""{"type":"string"}""");
    }

    [Fact]
    public void References_and_names_that_cannot_be_are_warned_of() => ImportWithWarnings(Operation(
        "requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/No' } } } }\nresponses: {}",
        "components: { schemas: { bad-name: { type: object }, Text: text } }")).Warnings.ShouldBe(
        [
            "Model name must be alphanumeric: bad-name",
            "Parse issue: attribute components.schemas.Text is not of type `object`",
            "Reference to model 'No' not found. Ignoring.",
        ]);

    [Fact]
    public void Parts_of_another_type_are_warned_of() => ImportWithWarnings(Head + "paths: { /a: text, /b: { get: text }, c: {} }\n").Warnings.ShouldBe(
        [
            "Parse issue: attribute paths.'/a' is not of type `object`",
            "Parse issue: attribute paths.'/b'(get) is not of type `object`",
            "Parse issue: paths. Resource c should start with /",
        ]);

    [Fact] // §4.5
    public void Root_extensions_set_the_API()
    {
        var api = Import(Head + """
            paths: {}
            servers: [{ url: https://h.test, x-amazon-apigateway-endpoint-configuration: { disableExecuteApiEndpoint: true, types: [REGIONAL] } }]
            x-amazon-apigateway-binary-media-types: [image/png, '*/*']
            x-amazon-apigateway-minimum-compression-size: 1024
            x-amazon-apigateway-api-key-source: AUTHORIZER
            x-amazon-apigateway-policy: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*' }] }
            """).Api;

        api.BinaryMediaTypes!.Value.ShouldBe(["image/png", "*/*"]);
        (api.MinimumCompressionSize, api.ApiKeySource, api.DisableExecuteApiEndpoint).ShouldBe((1_024, "AUTHORIZER", true));
        api.EndpointConfiguration.Types.ShouldBe(["REGIONAL"]);
        api.Policy!.ShouldContain($"arn:aws:execute-api:us-east-1:{Account}:{api.Id}/*");
    }

    [Theory]
    [InlineData("x-amazon-apigateway-minimum-compression-size: -1", "Invalid minimum compression size, must be between 0 and 10485760")]
    [InlineData("x-amazon-apigateway-minimum-compression-size: big", "expected a whole number")]
    [InlineData("x-amazon-apigateway-api-key-source: COOKIE", "Invalid API key source: COOKIE")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: { types: [LOCAL] }", "Invalid endpoint type 'LOCAL'")]
    [InlineData("x-amazon-apigateway-endpoint-configuration: { vpcEndpointIds: [vpce-1] }", "VPC endpoint IDs can only be specified for Private APIs.")]
    [InlineData("x-amazon-apigateway-security-policy: TLS_9_9", "Invalid security policy specified: TLS_9_9")]
    [InlineData("x-amazon-apigateway-gateway-responses: { TEAPOT: {} }", "Unable to put gateway response 'TEAPOT'")]
    [InlineData("x-amazon-apigateway-gateway-responses: { THROTTLED: { statusCode: 42 } }", "Invalid status code '42'")]
    [InlineData("x-amazon-apigateway-gateway-responses: { THROTTLED: { responseTemplates: { a: 1 } } }", "expected an object of strings")]
    [InlineData("x-amazon-apigateway-gateway-responses: { THROTTLED: { responseParameters: { x: y } } }", "Invalid mapping expression")]
    [InlineData("x-amazon-apigateway-request-validators: { ' ': {} }", "Request Validator name cannot be blank")]
    [InlineData("x-amazon-apigateway-request-validators: { a: { validateRequestBody: maybe } }", "expected a boolean")]
    public void A_setting_that_cannot_be_is_refused(string root, string reason) =>
        Refusal(Operation("responses: {}", root)).ShouldContain(reason);

    [Fact] // as PutGatewayResponse fills it (§2.10)
    public void A_gateway_response_keeps_the_defaults_of_what_it_leaves_out()
    {
        var response = Import(Operation("responses: {}", """
            x-amazon-apigateway-gateway-responses: { THROTTLED: { responseParameters: { gatewayresponse.header.X: "'1'" } } }
            """)).GatewayResponses.Single();

        (response.StatusCode, response.ResponseTemplates).ShouldBe(("429", GatewayResponseDefaults.Of("THROTTLED").ResponseTemplates));
    }

    [Fact]
    public void An_operations_validator_beats_the_roots_and_an_empty_name_means_none()
    {
        var definition = Import(Head + """
            x-amazon-apigateway-request-validators: { all: { validateRequestBody: true, validateRequestParameters: "true" }, params: { validateRequestParameters: true } }
            x-amazon-apigateway-request-validator: all
            paths:
              /a:
                get: { responses: {} }
                put: { x-amazon-apigateway-request-validator: params, responses: {} }
                post: { x-amazon-apigateway-request-validator: "", responses: {} }
            """);
        var ids = definition.RequestValidators.ToDictionary(one => one.Name, one => one.Id);

        Method(definition, "/a", "GET").RequestValidatorId.ShouldBe(ids["all"]);
        Method(definition, "/a", "PUT").RequestValidatorId.ShouldBe(ids["params"]);
        Method(definition, "/a", "POST").RequestValidatorId.ShouldBeNull();
        definition.RequestValidators.Single(one => one.Name == "all").ValidateRequestParameters.ShouldBeTrue();
    }

    [Fact] // §3.8: the order in which the store lists resources must not matter
    public void A_merge_keeps_every_id_also_when_children_are_listed_before_their_parents()
    {
        var first = Import(Head + "paths: { /a/b/c: { get: { responses: {} } } }\n");
        var reversed = first with { Resources = [.. first.Resources.Reverse()] };

        foreach (var mode in new[] { OpenApiImportMode.Merge, OpenApiImportMode.Overwrite })
        {
            var after = Import(Head + "paths: { /a/b/c: { put: { responses: {} } }, /a/d: {} }\n", new OpenApiImportOptions { Mode = mode }, reversed);
            foreach (var path in new[] { "/", "/a", "/a/b", "/a/b/c" })
            {
                Resource(after, path).Id.ShouldBe(Resource(first, path).Id);
            }
        }
    }

    [Fact] // §3.8
    public void Putting_leaves_endpoint_type_and_tags_alone_and_merging_appends_binary_types()
    {
        var first = Import(Operation("responses: {}", "x-amazon-apigateway-binary-media-types: [a/a]"));
        first = first with { Api = first.Api with { Tags = ImmutableSortedDictionary.CreateRange<string, string>([new("k", "v")]) } };
        const string Root = "x-amazon-apigateway-binary-media-types: [b/b]\nx-amazon-apigateway-endpoint-configuration: { types: [REGIONAL] }";

        var merged = Import(Operation("responses: {}", Root), new OpenApiImportOptions { Mode = OpenApiImportMode.Merge }, first);
        var overwritten = Import(Operation("responses: {}", Root), new OpenApiImportOptions { Mode = OpenApiImportMode.Overwrite }, first);

        merged.Api.BinaryMediaTypes!.Value.ShouldBe(["a/a", "b/b"]);
        overwritten.Api.BinaryMediaTypes!.Value.ShouldBe(["b/b"]);
        (merged.Api.EndpointConfiguration.Types[0], overwritten.Api.Tags!["k"], overwritten.Api.CreatedDate)
            .ShouldBe(("EDGE", "v", first.Api.CreatedDate));
    }

    [Fact]
    public void An_API_holds_three_hundred_resources() => Refusal(
        $"{Head}paths:\n{string.Concat(Enumerable.Range(0, 300).Select(static index => $"  /p{index}: {{}}\n"))}")
        .ShouldContain("Maximum number of Resources for this API has been reached.");

    [Fact]
    public void Problems_point_to_the_line_of_their_cause() => Problems("""
        openapi: 3.0.1
        info: { title: demo, version: "1" }
        paths:
          /a:
            get:
              responses: {}
              x-amazon-apigateway-integration:
                type: soap
            put:
              security:
                - nobody: []
        """).ShouldBe(
        [
            (8, 9, "Unable to put integration on 'GET' for resource at path '/a': Invalid integration type: soap", true),
            (11, 11, "Security scheme 'nobody' is not defined", true),
            (9, 5, "No responses specified for 'PUT /a'", false),
        ],
        ignoreOrder: true);

    [Theory]
    [InlineData("basepath", "sideways")]
    [InlineData("endpointConfigurationTypes", "LOCAL")]
    public void Free_parameters_of_unknown_value_are_refused(string name, string value) =>
        Should.Throw<ServiceFaultException>(() => OpenApiImportOptions.Read(
            OpenApiImportMode.Create, false, new Dictionary<string, string> { [name] = value })).Code.ShouldBe("BadRequestException");

    private static string Next(string name) =>
        "MODEL" + (Convert.ToInt32(name["MODEL".Length..], 16) + 1).ToString("x6", System.Globalization.CultureInfo.InvariantCulture);
}
