using System.Text.Json.Nodes;
using Shouldly;
using static Gatehouse.Tests.Services.Lambda.LambdaHarness;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Layers through the whole skeleton (deployment-and-tools §6.5).</summary>
public sealed class LayerTests
{
    private const string Layers = "/2018-10-31/layers";
    private const string LayerArn = "arn:aws:lambda:us-east-1:000000000000:layer:tools";
    private readonly LambdaHarness _lambda = new();

    [Fact]
    public async Task A_layer_is_published_shown_listed_and_deleted_and_its_numbers_are_never_reused()
    {
        var first = await PublishAsync("tools", ",\"CompatibleRuntimes\":[\"nodejs22.x\"],\"Description\":\"d\"");
        var second = await PublishAsync("tools");

        (first.Status, first.String("LayerVersionArn"), first.String("LayerArn")).ShouldBe((201, LayerArn + ":1", LayerArn));
        first.Json["Content"]!["CodeSize"]!.GetValue<long>().ShouldBeGreaterThan(0);
        first.Json["Content"]!["Location"]!.GetValue<string>().ShouldStartWith("http://localhost:4566/_gatehouse/functions/");
        second.Json["Version"]!.GetValue<long>().ShouldBe(2);
        (await _lambda.CallAsync("GET", $"{Layers}/tools/versions/1")).String("Description").ShouldBe("d");
        (await _lambda.CallAsync("GET", $"{Layers}?find=LayerVersion&Arn={Uri.EscapeDataString(LayerArn + ":2")}"))
            .Json["Version"]!.GetValue<long>().ShouldBe(2);
        Numbers(await _lambda.CallAsync("GET", $"{Layers}/tools/versions")).ShouldBe([2, 1]);
        Numbers(await _lambda.CallAsync("GET", $"{Layers}/tools/versions?CompatibleRuntime=nodejs22.x")).ShouldBe([1]);
        var layers = (await _lambda.CallAsync("GET", Layers)).Json["Layers"]!.AsArray();
        layers.Single()!["LatestMatchingVersion"]!["Version"]!.GetValue<long>().ShouldBe(2);

        (await _lambda.CallAsync("DELETE", $"{Layers}/tools/versions/2")).Status.ShouldBe(204);
        (await _lambda.CallAsync("DELETE", $"{Layers}/tools/versions/2")).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", $"{Layers}/tools/versions/2")).ShouldRefuse(
            404, "ResourceNotFoundException", "The resource you requested does not exist.");
        (await PublishAsync("tools")).Json["Version"]!.GetValue<long>().ShouldBe(3);
    }

    [Fact]
    public async Task A_function_carries_layers_and_keeps_one_that_is_deleted()
    {
        await PublishAsync("tools");

        var created = await _lambda.CreateAsync($",\"Layers\":[\"{LayerArn}:1\"]");
        await _lambda.CallAsync("DELETE", $"{Layers}/tools/versions/1");
        var updated = await _lambda.CallAsync(
            "PUT", $"{FunctionsPath}/hello/configuration", $$"""{"Timeout":7,"Layers":["{{LayerArn}}:1"]}""");

        created.Json["Layers"]![0]!["Arn"]!.GetValue<string>().ShouldBe(LayerArn + ":1");
        created.Json["Layers"]![0]!["CodeSize"]!.GetValue<long>().ShouldBeGreaterThan(0);
        updated.Status.ShouldBe(200, updated.Text);
        await _lambda.CallAsync("PUT", $"{FunctionsPath}/hello/configuration", """{"Layers":[]}""");
        JsonNode.Parse(await _lambda.ConfigurationAsync())!["Layers"].ShouldBeNull();
    }

    [Fact]
    public async Task What_a_function_cannot_carry_is_refused_in_AWSs_words()
    {
        await PublishAsync("tools");
        await PublishAsync("tools");

        (await _lambda.CreateAsync($",\"Layers\":[\"{LayerArn}:9\"]")).ShouldRefuse(
            400, "InvalidParameterValueException", $"Layer version {LayerArn}:9 does not exist.");
        (await _lambda.CreateAsync($",\"Layers\":[\"{LayerArn}:1\",\"{LayerArn}:2\"]")).ShouldRefuse(
            400, "InvalidParameterValueException",
            "Two different versions of the same layer are not allowed to be referenced in the same function. "
            + $"{LayerArn}:1 and {LayerArn}:2 are versions of the same layer.");
        var six = string.Join(',', Enumerable.Range(0, 6).Select(n => $"\"{LayerArn}{n}:1\""));
        (await _lambda.CreateAsync($",\"Layers\":[{six}]")).ShouldRefuse(
            400, "InvalidParameterValueException", "Cannot reference more than 5 layers.");
    }

    private static IEnumerable<long> Numbers(Gatehouse.Tests.Services.Skeleton.Answer answer) =>
        answer.Json["LayerVersions"]!.AsArray().Select(version => version!["Version"]!.GetValue<long>());

    private Task<Gatehouse.Tests.Services.Skeleton.Answer> PublishAsync(string name, string members = "") => _lambda.CallAsync(
        "POST", $"{Layers}/{name}/versions", $$"""{"Content":{"ZipFile":"{{Zip()}}"}{{members}} }""");
}
