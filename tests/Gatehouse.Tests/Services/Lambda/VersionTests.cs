using System.Text.Json.Nodes;
using Shouldly;
using static Gatehouse.Tests.Services.Lambda.LambdaHarness;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Versions and aliases through the whole skeleton (deployment-and-tools §6.5).</summary>
public sealed class VersionTests
{
    private const string Hello = FunctionsPath + "/hello";
    private readonly LambdaHarness _lambda = new();

    [Fact]
    public async Task A_version_is_a_copy_that_later_changes_do_not_reach()
    {
        await _lambda.CreateAsync();

        var published = await PublishAsync("""{"Description":"first"}""");
        await _lambda.CallAsync("PUT", $"{Hello}/configuration", """{"Timeout":9,"Description":"later"}""");

        (published.Status, published.String("Version"), published.String("FunctionArn")).ShouldBe((201, "1", Arn + ":1"));
        var kept = await _lambda.CallAsync("GET", $"{Hello}/configuration?Qualifier=1");
        (kept.Json["Timeout"]!.GetValue<int>(), kept.String("Description"), kept.String("FunctionArn"))
            .ShouldBe((3, "first", Arn + ":1"));
        var latest = await _lambda.CallAsync("GET", Hello);
        latest.Json["Configuration"]!["Timeout"]!.GetValue<int>().ShouldBe(9);
    }

    [Fact]
    public async Task Publishing_what_has_not_changed_gives_the_last_version_again_and_numbers_are_never_reused()
    {
        await _lambda.CreateAsync();

        (await PublishAsync()).String("Version").ShouldBe("1");
        (await PublishAsync("""{"Description":"again"}""")).String("Version").ShouldBe("1");
        await _lambda.CallAsync("PUT", $"{Hello}/configuration", """{"Timeout":9}""");
        (await PublishAsync()).String("Version").ShouldBe("2");
        (await _lambda.CallAsync("DELETE", $"{Hello}?Qualifier=2")).Status.ShouldBe(204);

        (await PublishAsync()).String("Version").ShouldBe("3");
        (await VersionsAsync()).ShouldBe(["$LATEST", "1", "3"]);
    }

    [Fact]
    public async Task Create_and_update_can_publish_at_once()
    {
        var created = await _lambda.CreateAsync(",\"Publish\":true");
        var updated = await _lambda.CallAsync(
            "PUT", $"{Hello}/code", $$"""{"ZipFile":"{{Zip("exports.handler = async () => 2;")}}","Publish":true}""");

        (created.Status, created.String("Version")).ShouldBe((201, "1"));
        (updated.Status, updated.String("Version"), updated.String("FunctionArn")).ShouldBe((200, "2", Arn + ":2"));
        (await VersionsAsync()).ShouldBe(["$LATEST", "1", "2"]);
    }

    [Fact]
    public async Task Publishing_other_code_than_expected_is_refused()
    {
        await _lambda.CreateAsync();
        var current = JsonNode.Parse(await _lambda.ConfigurationAsync())!["CodeSha256"]!.GetValue<string>();

        (await PublishAsync("""{"CodeSha256":"x"}""")).ShouldRefuse(
            400, "InvalidParameterValueException",
            $"CodeSHA256 (x) is different from current CodeSHA256 in $LATEST ({current}). Please try again with the "
            + "CodeSHA256 in $LATEST.");
        (await PublishAsync("""{"RevisionId":"old"}""")).ShouldRefuse(
            412, "PreconditionFailedException",
            "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to "
            + "retrieve the latest Revision Id");
    }

    [Theory]
    [InlineData("PUT", "/hello:1/configuration", """{"Timeout":5}""")]
    [InlineData("POST", "/hello:1/versions", "{}")]
    [InlineData("POST", "/hello:1/aliases", """{"Name":"a","FunctionVersion":"1"}""")]
    public async Task A_published_version_cannot_be_changed(string method, string path, string body)
    {
        await _lambda.CreateAsync(",\"Publish\":true");

        var refused = await _lambda.CallAsync(method, FunctionsPath + path, body);

        (refused.Status, refused.ErrorType).ShouldBe((400, "InvalidParameterValueException"));
    }

    [Fact]
    public async Task An_alias_is_made_shown_moved_and_deleted()
    {
        await _lambda.CreateAsync(",\"Publish\":true");
        await _lambda.CallAsync("PUT", $"{Hello}/configuration", """{"Timeout":9}""");
        await PublishAsync();

        var created = await AliasAsync("""{"Name":"prod","FunctionVersion":"1","Description":"live"}""");
        var again = await AliasAsync("""{"Name":"prod","FunctionVersion":"1"}""");
        var moved = await _lambda.CallAsync(
            "PUT", $"{Hello}/aliases/prod",
            """{"FunctionVersion":"2","RoutingConfig":{"AdditionalVersionWeights":{"1":0.25}}}""");

        (created.Status, created.String("AliasArn"), created.String("FunctionVersion")).ShouldBe((201, Arn + ":prod", "1"));
        again.ShouldRefuse(409, "ResourceConflictException", $"Alias already exists: {Arn}:prod");
        moved.Json["RoutingConfig"]!["AdditionalVersionWeights"]!["1"]!.GetValue<double>().ShouldBe(0.25);
        moved.String("Description").ShouldBe("live");
        moved.String("RevisionId").ShouldNotBe(created.String("RevisionId"));
        var shown = await _lambda.CallAsync("GET", $"{Hello}/configuration?Qualifier=prod");
        (shown.String("Version"), shown.String("FunctionArn")).ShouldBe(("2", Arn + ":prod"));
        var listed = await _lambda.CallAsync("GET", $"{Hello}/aliases?FunctionVersion=1");
        listed.Json["Aliases"]!.AsArray().Count.ShouldBe(1); // by its weight
        (await _lambda.CallAsync("DELETE", $"{Hello}/aliases/prod")).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", $"{Hello}/aliases/prod")).ShouldRefuse(
            404, "ResourceNotFoundException", $"Cannot find alias arn: {Arn}:prod");
    }

    [Theory]
    [InlineData("""{"Name":"12","FunctionVersion":"1"}""", "Value '12' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)")]
    [InlineData("""{"Name":"a","FunctionVersion":"7"}""", "Function not found: arn:aws:lambda:us-east-1:000000000000:function:hello:7")]
    [InlineData("""{"Name":"a","FunctionVersion":"$LATEST","RoutingConfig":{"AdditionalVersionWeights":{"1":0.5}}}""", "$LATEST is not supported for an alias pointing to more than 1 version")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"1":0.5}}}""", "Invalid function version 1. Function version 1 is already included in routing configuration.")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":1.5}}}""", "Value '1.5' at 'routingConfig.additionalVersionWeights'")]
    [InlineData("""{"Name":"a","FunctionVersion":"1","RoutingConfig":{"AdditionalVersionWeights":{"2":0.5,"3":0.1}}}""", "Number of items in AdditionalVersionWeights cannot be greater than 1")]
    public async Task An_alias_that_leads_nowhere_is_refused(string body, string message)
    {
        await _lambda.CreateAsync(",\"Publish\":true");

        var refused = await AliasAsync(body);

        refused.Status.ShouldBeOneOf(400, 404);
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_version_that_an_alias_leads_to_cannot_be_deleted()
    {
        await _lambda.CreateAsync(",\"Publish\":true");
        await AliasAsync("""{"Name":"prod","FunctionVersion":"1"}""");

        (await _lambda.CallAsync("DELETE", $"{Hello}?Qualifier=1")).ShouldRefuse(
            409, "ResourceConflictException",
            "Unable to delete version because the following aliases reference it: [prod]");
    }

    [Fact]
    public async Task A_deleted_function_takes_all_that_belongs_to_it()
    {
        await _lambda.CreateAsync(",\"Publish\":true");
        await AliasAsync("""{"Name":"prod","FunctionVersion":"1"}""");
        await _lambda.CallAsync("POST", $"{Hello}/policy?Qualifier=prod", """{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"sns.amazonaws.com"}""");
        await _lambda.CallAsync("PUT", "/2019-09-25/functions/hello/event-invoke-config?Qualifier=prod", """{"MaximumRetryAttempts":0}""");
        await _lambda.CallAsync("POST", "/2021-10-31/functions/hello/url?Qualifier=prod", """{"AuthType":"NONE"}""");
        await _lambda.CallAsync("PUT", "/2019-09-30/functions/hello/provisioned-concurrency?Qualifier=prod", """{"ProvisionedConcurrentExecutions":1}""");
        _lambda.Store.Count.ShouldBe(7);

        (await _lambda.CallAsync("DELETE", Hello)).Status.ShouldBe(204);

        _lambda.Store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Each_alias_has_a_policy_of_its_own()
    {
        await _lambda.CreateAsync(",\"Publish\":true");
        await AliasAsync("""{"Name":"prod","FunctionVersion":"1"}""");

        var added = await _lambda.CallAsync(
            "POST", $"{Hello}/policy?Qualifier=prod", """{"StatementId":"s","Action":"lambda:InvokeFunction","Principal":"apigateway.amazonaws.com"}""");

        added.Status.ShouldBe(201, added.Text);
        JsonNode.Parse(added.String("Statement"))!["Resource"]!.GetValue<string>().ShouldBe(Arn + ":prod");
        (await _lambda.CallAsync("GET", $"{Hello}/policy")).Status.ShouldBe(404);
        (await _lambda.CallAsync("GET", $"{Hello}/policy?Qualifier=prod")).Status.ShouldBe(200);
        (await _lambda.CallAsync("GET", $"{Hello}/policy?Qualifier=nobody")).ShouldRefuse(
            404, "ResourceNotFoundException", $"Function not found: {Arn}:nobody");
    }

    [Fact]
    public async Task Lists_of_functions_show_versions_only_when_asked()
    {
        await _lambda.CreateAsync(",\"Publish\":true");

        (await _lambda.CallAsync("GET", FunctionsPath)).Json["Functions"]!.AsArray().Count.ShouldBe(1);
        var all = (await _lambda.CallAsync("GET", FunctionsPath + "?FunctionVersion=ALL")).Json["Functions"]!.AsArray();
        all.Select(f => f!["FunctionArn"]!.GetValue<string>()).ShouldBe([Arn + ":$LATEST", Arn + ":1"]);
    }

    private Task<Gatehouse.Tests.Services.Skeleton.Answer> PublishAsync(string body = "{}") =>
        _lambda.CallAsync("POST", $"{Hello}/versions", body);

    private Task<Gatehouse.Tests.Services.Skeleton.Answer> AliasAsync(string body) =>
        _lambda.CallAsync("POST", $"{Hello}/aliases", body);

    private async Task<IEnumerable<string>> VersionsAsync() =>
        (await _lambda.CallAsync("GET", $"{Hello}/versions")).Json["Versions"]!.AsArray()
            .Select(version => version!["Version"]!.GetValue<string>());
}
