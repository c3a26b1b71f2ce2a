using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Shouldly;
using static Gatehouse.Tests.Services.Lambda.LambdaHarness;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Concurrency, event settings, URLs and the account through the whole skeleton (deployment-and-tools §6.5).</summary>
public sealed class FunctionConfigTests
{
    private const string Reserved = "/2017-10-31/functions/hello/concurrency";
    private const string Provisioned = "/2019-09-30/functions/hello/provisioned-concurrency";
    private const string Events = "/2019-09-25/functions/hello/event-invoke-config";
    private const string Url = "/2021-10-31/functions/hello/url";
    private const string Queue = "arn:aws:sqs:us-east-1:000000000000:q";
    private readonly LambdaHarness _lambda = new();

    [Fact]
    public async Task Reserved_concurrency_is_set_shown_and_removed()
    {
        await _lambda.CreateAsync();

        var set = await _lambda.CallAsync("PUT", Reserved, """{"ReservedConcurrentExecutions":5}""");

        (set.Status, set.Json["ReservedConcurrentExecutions"]!.GetValue<int>()).ShouldBe((200, 5));
        (await _lambda.CallAsync("GET", "/2019-09-30/functions/hello/concurrency"))
            .Json["ReservedConcurrentExecutions"]!.GetValue<int>().ShouldBe(5);
        (await _lambda.CallAsync("GET", FunctionsPath + "/hello"))
            .Json["Concurrency"]!["ReservedConcurrentExecutions"]!.GetValue<int>().ShouldBe(5);
        (await _lambda.CallAsync("DELETE", Reserved)).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", "/2019-09-30/functions/hello/concurrency")).Text.ShouldBe("{}");
    }

    [Fact]
    public async Task A_hundred_executions_stay_unreserved()
    {
        await _lambda.CreateAsync();
        await _lambda.CreateAsync(name: "other");
        await _lambda.CallAsync("PUT", Reserved, """{"ReservedConcurrentExecutions":800}""");

        (await _lambda.CallAsync(
            "PUT", "/2017-10-31/functions/other/concurrency", """{"ReservedConcurrentExecutions":101}""")).ShouldRefuse(
            400, "InvalidParameterValueException",
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below "
            + "its minimum value of [100].");
        (await _lambda.CallAsync(
            "PUT", "/2017-10-31/functions/other/concurrency", """{"ReservedConcurrentExecutions":100}""")).Status.ShouldBe(200);
        var account = (await _lambda.CallAsync("GET", "/2016-08-19/account-settings")).Json;
        account["AccountLimit"]!["ConcurrentExecutions"]!.GetValue<int>().ShouldBe(1_000);
        account["AccountLimit"]!["UnreservedConcurrentExecutions"]!.GetValue<int>().ShouldBe(100);
        account["AccountUsage"]!["FunctionCount"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public async Task Provisioned_concurrency_is_ready_when_the_host_says_so()
    {
        await _lambda.CreateAsync(",\"Publish\":true");

        var put = await _lambda.CallAsync("PUT", Provisioned + "?Qualifier=1", """{"ProvisionedConcurrentExecutions":2}""");
        (put.Status, put.String("Status")).ShouldBe((202, "IN_PROGRESS"));
        (await _lambda.CallAsync("GET", Provisioned + "?Qualifier=1")).String("Status").ShouldBe("IN_PROGRESS");
        _lambda.Host.Warmth = new FunctionWarmth(2, null);
        var ready = await _lambda.CallAsync("GET", Provisioned + "?Qualifier=1");
        (ready.String("Status"), ready.Json["AvailableProvisionedConcurrentExecutions"]!.GetValue<int>()).ShouldBe(("READY", 2));
        _lambda.Host.Warmth = new FunctionWarmth(0, "Runtime.ImportModuleError");
        (await _lambda.CallAsync("GET", Provisioned + "?Qualifier=1")).String("StatusReason").ShouldBe("Runtime.ImportModuleError");
        var listed = await _lambda.CallAsync("GET", Provisioned + "?List=ALL");
        listed.Json["ProvisionedConcurrencyConfigs"]!.AsArray().Single()!["FunctionArn"]!.GetValue<string>().ShouldBe(Arn + ":1");

        (await _lambda.CallAsync("DELETE", Provisioned + "?Qualifier=1")).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", Provisioned + "?Qualifier=1")).ShouldRefuse(
            404, "ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function");
    }

    [Fact]
    public async Task Latest_cannot_be_provisioned_nor_more_than_is_reserved()
    {
        await _lambda.CreateAsync(",\"Publish\":true");
        await _lambda.CallAsync("PUT", Reserved, """{"ReservedConcurrentExecutions":1}""");

        (await _lambda.CallAsync(
            "PUT", Provisioned + "?Qualifier=%24LATEST", """{"ProvisionedConcurrentExecutions":1}""")).ShouldRefuse(
            400, "InvalidParameterValueException",
            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        (await _lambda.CallAsync("PUT", Provisioned + "?Qualifier=1", """{"ProvisionedConcurrentExecutions":2}""")).ShouldRefuse(
            400, "InvalidParameterValueException",
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function");
    }

    [Fact]
    public async Task Event_settings_are_put_updated_shown_and_deleted()
    {
        await _lambda.CreateAsync();

        (await _lambda.CallAsync("GET", Events)).ShouldRefuse(
            404, "ResourceNotFoundException", $"The function {Arn}:$LATEST doesn't have an EventInvokeConfig");
        var put = await _lambda.CallAsync("PUT", Events, """{"MaximumRetryAttempts":0,"MaximumEventAgeInSeconds":60}""");
        var updated = await _lambda.CallAsync(
            "POST", Events, $$"""{"DestinationConfig":{"OnFailure":{"Destination":"{{Queue}}"} } }""");

        (put.Status, put.String("FunctionArn")).ShouldBe((200, Arn + ":$LATEST"));
        updated.Json["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(0);
        updated.Json["DestinationConfig"]!["OnFailure"]!["Destination"]!.GetValue<string>().ShouldBe(Queue);
        updated.Json["DestinationConfig"]!["OnSuccess"]!.AsObject().ShouldBeEmpty();
        (await _lambda.CallAsync("GET", Events + "/list")).Json["FunctionEventInvokeConfigs"]!.AsArray().Count.ShouldBe(1);
        (await _lambda.CallAsync("DELETE", Events)).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", Events)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{}""", "You must specify at least one of error handling or destination setting.")]
    [InlineData("""{"MaximumRetryAttempts":3}""", "Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2")]
    [InlineData("""{"MaximumEventAgeInSeconds":59}""", "Member must have value greater than or equal to 60")]
    [InlineData("""{"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:lambda:us-east-1:000000000000:function:hello"}}}""", "You can't specify the function as a destination for itself.")]
    [InlineData("""{"DestinationConfig":{"OnSuccess":{"Destination":"nowhere"}}}""", "Value 'nowhere' at 'destinationConfig.onSuccess.destination'")]
    public async Task Event_settings_out_of_bounds_are_refused(string body, string message)
    {
        await _lambda.CreateAsync();

        var refused = await _lambda.CallAsync("PUT", Events, body);

        refused.Status.ShouldBe(400, refused.Text);
        refused.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_dead_letter_queue_is_kept_shown_and_removed_by_an_empty_one()
    {
        var created = await _lambda.CreateAsync($$$""","DeadLetterConfig":{"TargetArn":"{{{Queue}}}"}""");

        created.Json["DeadLetterConfig"]!["TargetArn"]!.GetValue<string>().ShouldBe(Queue);
        await _lambda.CallAsync("PUT", FunctionsPath + "/hello/configuration", """{"DeadLetterConfig":{"TargetArn":""}}""");
        JsonNode.Parse(await _lambda.ConfigurationAsync())!["DeadLetterConfig"].ShouldBeNull();
    }

    [Fact]
    public async Task A_function_URL_is_made_shown_changed_and_deleted()
    {
        await _lambda.CreateAsync();

        var created = await _lambda.CallAsync(
            "POST", Url, """{"AuthType":"NONE","Cors":{"AllowOrigins":["*"],"MaxAge":60}}""");
        var again = await _lambda.CallAsync("POST", Url, """{"AuthType":"NONE"}""");
        var updated = await _lambda.CallAsync("PUT", Url, """{"InvokeMode":"RESPONSE_STREAM","Cors":{}}""");

        created.Status.ShouldBe(201, created.Text);
        created.String("FunctionUrl").ShouldMatch(@"^http://[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:4566/$");
        (created.String("FunctionArn"), created.Json["Cors"]!["MaxAge"]!.GetValue<int>()).ShouldBe((Arn, 60));
        (again.Status, again.ErrorType).ShouldBe((409, "ResourceConflictException"));
        (updated.String("AuthType"), updated.String("InvokeMode")).ShouldBe(("NONE", "RESPONSE_STREAM"));
        updated.Json["Cors"].ShouldBeNull();
        (await _lambda.CallAsync("GET", "/2021-10-31/functions/hello/urls")).Json["FunctionUrlConfigs"]!.AsArray().Count.ShouldBe(1);
        (await _lambda.CallAsync("DELETE", Url)).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", Url)).ShouldRefuse(
            404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }

    [Fact]
    public async Task What_tools_ask_beside_a_function_is_answered()
    {
        await _lambda.CreateAsync();

        (await _lambda.CallAsync("GET", "/2020-06-30/functions/hello/code-signing-config")).Status.ShouldBe(200);
        (await _lambda.CallAsync("GET", "/2021-07-20/functions/hello/runtime-management-config")).String("UpdateRuntimeOn").ShouldBe("Auto");
        (await _lambda.CallAsync("GET", "/2024-08-31/functions/hello/recursion-config")).String("RecursiveLoop").ShouldBe("Terminate");
        await _lambda.CallAsync("PUT", "/2024-08-31/functions/hello/recursion-config", """{"RecursiveLoop":"Allow"}""");
        (await _lambda.CallAsync("GET", "/2024-08-31/functions/hello/recursion-config")).String("RecursiveLoop").ShouldBe("Allow");
    }

    [Fact]
    public async Task The_old_operation_for_asynchronous_calls_accepts_an_event()
    {
        await _lambda.CreateAsync();

        var accepted = await _lambda.CallAsync("POST", "/2014-11-13/functions/hello/invoke-async", """{"a":1}""");

        accepted.Status.ShouldBe(202, accepted.Text);
        _lambda.Host.Events.Single().Payload.Length.ShouldBe(7);
    }
}
