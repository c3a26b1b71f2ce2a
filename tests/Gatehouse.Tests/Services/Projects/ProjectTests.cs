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

/// <summary>What <c>gatehouse run</c> deploys.</summary>
public sealed class ProjectTests : IDisposable
{
    private const string Definition = """
        openapi: 3.0.1
        info: {title: shop, version: "1"}
        paths:
          /items/{id}:
            get:
              parameters:
                - {name: id, in: path, required: true, example: 7}
                - {name: q, in: query, example: "it's"}
              responses: {}
              x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: "200"}}}
        """;

    private static readonly DocumentScope Scope = new(AwsAccount.Default, AwsRegion.Default);
    private readonly string _folder = Directory.CreateTempSubdirectory("shop-").FullName;
    private readonly InMemoryDocumentStore _store = new();
    private readonly ProjectDeployer _deployer;

    public ProjectTests()
    {
        _deployer = new ProjectDeployer(_store, new RandomIdSource(), TimeProvider.System, new ApiQuotas());
        Write("openapi.yaml", Definition);
    }

    [Fact]
    public async Task A_folder_becomes_an_API_a_deployment_and_a_stage_with_a_curl_for_each_route()
    {
        var deployment = await DeployAsync();

        deployment.Name.ShouldBe("shop");
        var route = deployment.Routes.Single();
        route.Curl.ShouldBe($"curl 'http://{deployment.ApiId}.execute-api.localhost:4566/dev/items/7?q=it%27s'");
        deployment.Changes.ShouldBe(["+ GET /items/{id}"]);
        var stage = (await _store.FindAsync<StageDocument>(Scope, $"{deployment.ApiId}/dev", default))!.Value;
        stage.Variables!["gatehouse"].ShouldBe("localhost:4566");
        (await _store.FindAsync<DeploymentSnapshotDocument>(Scope, $"{deployment.ApiId}/{stage.DeploymentId}", default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Deploying_the_same_again_changes_nothing_and_a_change_is_named()
    {
        await DeployAsync();
        var documents = _store.Count;

        (await DeployAsync()).Changes.ShouldBeEmpty();
        Write("openapi.yaml", Definition.Replace("'{\"statusCode\": 200}'", "'{\"statusCode\": 201}'", StringComparison.Ordinal));
        (await DeployAsync()).Changes.ShouldBe(["~ GET /items/{id}"]);

        _store.Count.ShouldBe(documents); // the deployment before is gone
    }

    [Fact]
    public async Task Functions_are_seen_by_their_files_and_may_be_called_by_this_API_only()
    {
        Write("functions/hello/index.mjs", "export const handler = async () => ({});");
        Write("functions/py/lambda_function.py", "");
        Write("functions/own/bootstrap", "#!/bin/sh");
        Write("functions/set/function.json", """{"Runtime": "nodejs20.x", "Handler": "a.b", "Timeout": 9, "Environment": {"X": "1"}}""");

        var deployment = await DeployAsync();

        async Task<FunctionDocument> Get(string name) => (await _store.FindAsync<FunctionDocument>(Scope, name, default))!.Value;
        (await Get("hello")).Runtime.ShouldBe("nodejs22.x");
        (await Get("py")).Handler.ShouldBe("lambda_function.lambda_handler");
        (await Get("own")).Runtime.ShouldBe("provided.al2023");
        var set = await Get("set");
        (set.Runtime, set.Handler, set.Timeout, set.Environment!["X"]).ShouldBe(("nodejs20.x", "a.b", 9, "1"));
        var access = new Gatehouse.Identity.Policies.FunctionAccess(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await access.LoadAsync(_store, default);
        var name = new FunctionName(Scope.Account, Scope.Region, "hello", null);
        var source = $"arn:aws:execute-api:{Scope.Region}:{Scope.Account}:{deployment.ApiId}/dev/GET/x";
        access.MayInvoke(name, "apigateway.amazonaws.com", source, Scope.Account).ShouldBeTrue();
        access.MayInvoke(name, "apigateway.amazonaws.com", source.Replace(deployment.ApiId, "another"), Scope.Account).ShouldBeFalse();
    }

    [Theory]
    [InlineData("openapi: 3.0.1\ninfo: {title: x, version: '1'}\npaths:\n  /a:\n    get:\n      responses: {}\n", "openapi.yaml:5:5: No integration defined for method")]
    [InlineData("openapi: 3.0.1\ninfo: {title: x}\npaths:\n  /a: {\n", "openapi.yaml:5:1: ")]
    [InlineData("openapi: 9\n", "Invalid OpenAPI input.")]
    public async Task A_mistake_is_told_with_its_place_and_changes_nothing(string text, string expected)
    {
        await DeployAsync();
        var before = _store.Count;
        Write("openapi.yaml", text);

        var refused = await Should.ThrowAsync<ProjectException>(DeployAsync);

        refused.Message.ShouldContain(expected);
        _store.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("functions/x/readme.txt", "", "the function's language is not clear")]
    [InlineData("functions/x/function.json", "{", "not valid JSON")]
    [InlineData("functions/x/function.json", """{"Runtime":"nodejs20.x","Timeout":0}""", "from 1 to 900")]
    [InlineData("stage.json", """{"variables":{"a":1}}""", "the stage variable \"a\" must be a string")]
    public void A_bad_file_beside_the_definition_is_one_clear_sentence(string file, string text, string expected)
    {
        Write(file, text);

        Should.Throw<ProjectException>(() => ProjectFolder.Load(_folder)).Message.ShouldContain(expected);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<ProjectDeployment> DeployAsync() =>
        _deployer.DeployAsync(ProjectFolder.Load(_folder), "dev", "http://localhost:4566", default);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
