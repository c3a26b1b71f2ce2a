using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Model.RestApis;
using Gatehouse.Services;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Projects;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Services.Projects;

/// <summary>What <c>gatehouse run</c> makes of a definition with the extensions of HTTP APIs.</summary>
public sealed class HttpApiProjectTests : IDisposable
{
    private const string Definition = """
        openapi: 3.0.1
        info: {title: notes, version: "1"}
        paths:
          /notes/{id}:
            get:
              parameters:
                - {name: id, in: path, required: true, example: 7}
              x-amazon-apigateway-integration: {type: http_proxy, httpMethod: GET, uri: "https://example.com/{id}", payloadFormatVersion: "1.0"}
          /$default:
            x-amazon-apigateway-any-method:
              isDefaultRoute: true
              x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: "arn:aws:lambda:us-east-1:000000000000:function:all", payloadFormatVersion: "2.0"}
        """;

    private const string RestDefinition = """
        openapi: 3.0.1
        info: {title: notes, version: "1"}
        paths:
          /notes:
            get:
              responses: {}
              x-amazon-apigateway-integration: {type: mock}
        """;

    private static readonly DocumentScope Scope = new(AwsAccount.Default, AwsRegion.Default);
    private readonly string _folder = Directory.CreateTempSubdirectory("notes-").FullName;
    private readonly InMemoryDocumentStore _store = new();
    private readonly ProjectDeployer _deployer;

    public HttpApiProjectTests()
    {
        _deployer = new ProjectDeployer(_store, new RandomIdSource(), TimeProvider.System, new ApiQuotas());
        Write("openapi.yaml", Definition);
    }

    [Fact]
    public async Task A_definition_that_only_HTTP_APIs_can_have_becomes_one_at_its_root()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "functions", "all"));
        Write(Path.Combine("functions", "all", "index.mjs"), "export const handler = async () => 1;");

        var deployment = await DeployAsync();

        deployment.Name.ShouldBe("notes");
        deployment.StageUrl.ShouldBe($"http://{deployment.ApiId}.execute-api.localhost:4566");
        deployment.Routes.Select(route => (route.HttpMethod, route.Path, route.Backend, route.Url)).ShouldBe(
        [
            ("GET", "/notes/{id}", "https://example.com/{id}", deployment.StageUrl + "/notes/7"),
            ("ANY", "$default", "function all", deployment.StageUrl + "/"),
        ]);
        deployment.Changes.ShouldBe(["+ $default", "+ GET /notes/{id}", "+ stage $default", "+ function all"]);
        var stage = (await _store.FindAsync<StageV2Document>(Scope, $"{deployment.ApiId}/$default", default))!.Value;
        stage.StageVariables["gatehouse"].ShouldBe("localhost:4566");
        (await ApiV2Definitions.FindDeployedAsync(_store, Scope, deployment.ApiId, stage.DeploymentId!, default))!.Routes.Length.ShouldBe(2);
        (await _store.FindAsync<FunctionPolicyDocument>(Scope, "all", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Deploying_the_same_again_changes_nothing_and_a_change_keeps_the_ids()
    {
        var first = await DeployAsync();
        var before = await ApiV2Definitions.FindCurrentAsync(_store, Scope, first.ApiId, default);
        var documents = _store.Count;

        (await DeployAsync()).Changes.ShouldBeEmpty();
        Write("openapi.yaml", Definition.Replace("example.com/{id}", "example.org/{id}", StringComparison.Ordinal));
        (await DeployAsync()).Changes.ShouldBe(["~ GET /notes/{id}"]);

        _store.Count.ShouldBe(documents);
        var after = await ApiV2Definitions.FindCurrentAsync(_store, Scope, first.ApiId, default);
        after!.Routes.Select(route => route.RouteId).ShouldBe(before!.Routes.Select(route => route.RouteId));
    }

    [Fact]
    public async Task A_named_stage_stands_in_the_URL()
    {
        var deployment = await _deployer.DeployAsync(ProjectFolder.Load(_folder), "live", "http://localhost:4566", default);

        deployment.StageUrl.ShouldEndWith(".execute-api.localhost:4566/live");
    }

    [Fact]
    public async Task A_definition_that_changes_its_kind_leaves_nothing_of_the_other()
    {
        var http = await DeployAsync();
        var stored = _store.Count;
        Write("openapi.yaml", RestDefinition);

        (await DeployAsync()).StageUrl.ShouldEndWith("/dev");

        (await _store.FindAsync<ApiV2Document>(Scope, http.ApiId, default)).ShouldBeNull();
        (await _store.ListAsync<RouteV2Document>(Scope, "", default)).ShouldBeEmpty();
        (await _store.ListAsync<DeploymentSnapshotV2Document>(Scope, "", default)).ShouldBeEmpty();
        // What a client added to the API of a project goes with it as well.
        var location = new DocumentationLocation { Type = "API" };
        var part = new DocumentationPartDocument { Id = "part01", Location = location, Properties = "{}" };
        await _store.CommitAsync(
            new DocumentBatch(Scope)
                .Create($"{http.ApiId}/part01", part)
                .Create($"{http.ApiId}/v1", new DocumentationVersionDocument { Version = "v1", CreatedDate = 0 })
                .Create($"{http.ApiId}/v1", new DocumentationSnapshotDocument { Parts = [part] }),
            default);
        Write("openapi.yaml", Definition);
        await DeployAsync();
        _store.Count.ShouldBe(stored);
        (await _store.FindAsync<RestApiDocument>(Scope, http.ApiId, default)).ShouldBeNull();
        (await _store.ListAsync<ResourceDocument>(Scope, "", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_operators_quotas_hold_for_projects_too()
    {
        var strict = new ProjectDeployer(
            _store, new RandomIdSource(), TimeProvider.System,
            new ApiQuotas { V2 = new() { RoutesPerApi = 1 } });

        await Should.ThrowAsync<ProjectException>(
            () => strict.DeployAsync(ProjectFolder.Load(_folder), null, "http://localhost:4566", default));

        _store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_mistake_is_told_with_its_place_and_changes_nothing()
    {
        await DeployAsync();
        var revision = _store.Revision;
        Write("openapi.yaml", Definition.Replace("isDefaultRoute: true", "isDefaultRoute: true\n      security: [{none: []}]", StringComparison.Ordinal));

        var mistake = await Should.ThrowAsync<ProjectException>(DeployAsync);

        mistake.Problems.Single().Message.ShouldBe("Security scheme 'none' is not defined");
        mistake.Problems.Single().Line.ShouldBeGreaterThan(9);
        _store.Revision.ShouldBe(revision);
    }

    [Theory]
    [InlineData("""{"openapi":"3.0.1","x-amazon-apigateway-cors":{}}""", true)]
    [InlineData("""{"openapi":"3.0.1","components":{"x-amazon-apigateway-integrations":{}}}""", true)]
    [InlineData("""{"openapi":"3.0.1","components":{"securitySchemes":{"a":{"x-amazon-apigateway-authorizer":{"type":"jwt"}}}}}""", true)]
    [InlineData("""{"openapi":"3.0.1","paths":{"/a":{"get":{"x-amazon-apigateway-integration":{"integrationSubtype":"x"}}}}}""", true)]
    [InlineData("""{"openapi":"3.0.1","paths":{"/a":{"get":{"x-amazon-apigateway-integration":{"type":"aws_proxy"}}}}}""", false)]
    [InlineData("""{"swagger":"2.0","x-amazon-apigateway-cors":{}}""", false)]
    [InlineData("""{"openapi":"3.0.1","paths":[],"components":1}""", false)]
    public void The_kind_is_what_the_file_holds(string document, bool isHttpApi)
    {
        HttpApiProject.Describes(System.Text.Json.Nodes.JsonNode.Parse(document)!.AsObject()).ShouldBe(isHttpApi);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<ProjectDeployment> DeployAsync() =>
        _deployer.DeployAsync(ProjectFolder.Load(_folder), null, "http://localhost:4566", default);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
