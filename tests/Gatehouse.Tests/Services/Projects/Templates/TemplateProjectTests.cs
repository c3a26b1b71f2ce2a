using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Projects;
using Gatehouse.Tests.Architecture;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Services.Projects.Templates;

/// <summary>What <c>gatehouse run</c> makes of a <c>template.yaml</c> (docs/subsystems/projects.md).</summary>
public sealed class TemplateProjectTests : IDisposable
{
    private const string Echo = """
        AWSTemplateFormatVersion: "2010-09-09"
        Resources:
          Echo:
            Type: AWS::ApiGatewayV2::Api
            Properties: {Name: echo, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}
          Mock:
            Type: AWS::ApiGatewayV2::Integration
            Properties: {ApiId: !Ref Echo, IntegrationType: MOCK, TimeoutInMillis: "1000"}
          Answer:
            Type: AWS::ApiGatewayV2::IntegrationResponse
            Properties: {ApiId: !Ref Echo, IntegrationId: !Ref Mock, IntegrationResponseKey: $default}
          Say:
            Type: AWS::ApiGatewayV2::Route
            Properties:
              ApiId: {Ref: Echo}
              RouteKey: say
              Target: {"Fn::Join": [/, [integrations, !Ref Mock]]}
        """;

    private static readonly DocumentScope Scope = new(AwsAccount.Default, AwsRegion.Default);
    private readonly string _folder = Directory.CreateTempSubdirectory("echo-").FullName;
    private readonly InMemoryDocumentStore _store = new();
    private readonly ProjectDeployer _deployer;

    public TemplateProjectTests() =>
        _deployer = new ProjectDeployer(_store, new RandomIdSource(), TimeProvider.System, new ApiQuotas());

    [Fact]
    public async Task A_template_becomes_an_API_with_its_parts_at_a_stage()
    {
        var deployment = await DeployAsync(Echo);

        deployment.Name.ShouldBe("echo");
        deployment.StageUrl.ShouldBe($"ws://{deployment.ApiId}.execute-api.localhost:4566/dev");
        deployment.Changes.ShouldBe(["+ say", "+ stage dev"]);
        var route = deployment.Routes.Single();
        (route.HttpMethod, route.Path, route.Backend).ShouldBe(("socket", "say", "MOCK"));
        route.Curl.ShouldBe($$"""wscat -c {{deployment.StageUrl}} -x '{"action":"say"}'""");
        var served = await ServedAsync(deployment.ApiId, "dev");
        served.Integrations.Single().TimeoutInMillis.ShouldBe(1_000);
        served.Routes.Single().IntegrationId().ShouldBe(served.Integrations.Single().IntegrationId);
        served.IntegrationResponses.Single().IntegrationId.ShouldBe(served.Integrations.Single().IntegrationId);
    }

    [Fact]
    public async Task A_save_that_changes_nothing_deploys_nothing_and_one_that_does_keeps_all_ids()
    {
        var first = await DeployAsync(Echo);
        var before = await ServedAsync(first.ApiId, "dev");

        (await DeployAsync(Echo)).Changes.ShouldBeEmpty();
        var again = await DeployAsync(Echo.Replace("\"1000\"", "2000", StringComparison.Ordinal));

        again.Changes.ShouldBe(["~ say"]);
        var after = await ServedAsync(first.ApiId, "dev");
        after.Integrations.Single().ShouldBe(before.Integrations.Single() with { TimeoutInMillis = 2_000 });
        after.Routes.Single().RouteId.ShouldBe(before.Routes.Single().RouteId);
        (await _store.ListAsync<DeploymentV2Document>(Scope, first.ApiId + "/", default)).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("TimeoutInMillis: \"1000\"", "TimeoutInMillis: 10", "template.yaml:6:3: Mock: Timeout should be between 50 ms and 29000 ms")]
    [InlineData("TimeoutInMillis: \"1000\"", "TimeoutInMillis: soon", "template.yaml:6:3: Mock: Mock.TimeoutInMillis must be a whole number.")]
    [InlineData("TimeoutInMillis: \"1000\"", "Timeout: 1", "template.yaml:6:3: Mock: Mock has no property Timeout.")]
    [InlineData("IntegrationType: MOCK", "IntegrationType: Mock", "template.yaml:6:3: Mock: Mock.IntegrationType must be one of")]
    [InlineData("RouteKey: say", "RouteKey: $say", "template.yaml:12:3: Say: Invalid route key specified: $say.")]
    [InlineData("RouteKey: say", "OperationName: say", "template.yaml:12:3: Say: the property RouteKey is required.")]
    [InlineData("!Ref Mock, IntegrationResponseKey", "!Ref Nobody, IntegrationResponseKey", "template.yaml:9:3: Answer: nothing in the template is called Nobody.")]
    [InlineData("!Ref Mock, IntegrationResponseKey", "nosuch, IntegrationResponseKey", "template.yaml:9:3: Answer: Invalid Integration identifier specified nosuch")]
    [InlineData("!Ref Mock, IntegrationResponseKey", "{\"Fn::ImportValue\": x}, IntegrationResponseKey", "template.yaml:9:3: Answer: Fn::ImportValue with this argument is not known")]
    [InlineData("Name: echo, ", "", "template.yaml:3:3: Echo: the property Name is required.")]
    public async Task What_cannot_be_is_told_with_its_place_and_nothing_is_stored(string part, string instead, string problem)
    {
        var refused = await Should.ThrowAsync<ProjectException>(
            () => DeployAsync(Echo.Replace(part, instead, StringComparison.Ordinal)));

        refused.Problems.Select(static one => one.ToString()).ShouldContain(one => one.Contains(problem, StringComparison.Ordinal));
        _store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_resource_of_another_service_is_left_out_and_said_to_be()
    {
        var deployment = await DeployAsync(Echo + "\n  Table:\n    Type: AWS::DynamoDB::Table\n");

        deployment.Warnings.Single().ToString().ShouldEndWith(
            "template.yaml:18:3: Table is left out: 'gatehouse run' does not know AWS::DynamoDB::Table.");
    }

    [Fact]
    public async Task The_sample_is_a_WebSocket_API_and_a_page()
    {
        var deployment = await _deployer.DeployAsync(
            ProjectFolder.Load(Path.Combine(SourceTree.Root, "samples", "chat")), null, "http://localhost:4566", default);

        deployment.Warnings.ShouldBeEmpty();
        deployment.StageUrl.ShouldBe("ws://chat.execute-api.localhost:4566/dev");
        deployment.Routes.Select(static route => (route.HttpMethod, route.Path, route.Backend)).ShouldBe(
        [
            ("socket", "$connect", "function chat"), ("socket", "$disconnect", "function chat"),
            ("socket", "say", "function chat"), ("socket", "who", "function chat"), ("socket", "$default", "MOCK"),
            ("GET", "/", "function page"),
        ]);
        deployment.Routes[2].Curl.ShouldBe("""wscat -c 'ws://chat.execute-api.localhost:4566/dev?name=1' -x '{"action":"say"}'""");
        deployment.Routes[^1].Url.ShouldBe("http://chatpage.execute-api.localhost:4566/");
        var chat = await ServedAsync("chat", "dev");
        (chat.Models.Length, chat.RouteResponses.Length, chat.IntegrationResponses.Length).ShouldBe((1, 2, 1));
        (await ServedAsync("chatpage", "$default")).Routes.Single().RouteKey.ShouldBe("GET /");
        var page = (await _store.FindAsync<FunctionDocument>(Scope, "page", default))!.Value;
        page.Environment!["CHAT_API"].ShouldBe("chat");
        page.Environment["CHAT_STAGE"].ShouldBe("dev");
        var policy = (await _store.FindAsync<FunctionPolicyDocument>(Scope, "chat", default))!.Value;
        policy.Statements.Single().Json.ShouldContain("\"arn:aws:execute-api:us-east-1:000000000000:chatpage/*\"");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<ProjectDeployment> DeployAsync(string template)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "template.yaml"), template);
        return await _deployer.DeployAsync(ProjectFolder.Load(_folder), null, "http://localhost:4566", default);
    }

    private async Task<ApiV2Definition> ServedAsync(string api, string stage)
    {
        var document = (await _store.FindAsync<StageV2Document>(Scope, $"{api}/{stage}", default))!.Value;
        return (await ApiV2Definitions.FindDeployedAsync(_store, Scope, api, document.DeploymentId!, default))!;
    }
}
