using System.Text;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.Functions;
using Microsoft.AspNetCore.Http;
using Shouldly;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>Functions on other servers, by Lambda's own API (deployment-and-tools §6.1).</summary>
public sealed class FunctionsElsewhereTests
{
    private static readonly FunctionName Foreign = new("111122223333", "eu-west-1", "pay", "live");

    [Fact]
    public async Task It_is_invoked_as_an_SDK_would_and_its_answer_comes_back_whole()
    {
        await using var outside = await EventDestinationTests.Outside.StartAsync(http =>
        {
            http.Response.Headers["X-Amz-Executed-Version"] = "7";
            http.Response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String("log"u8);
            return http.Response.WriteAsync("{\"fine\":true}");
        });

        var result = await InvokeAsync(outside, Foreign);

        (result.Outcome, result.ExecutedVersion).ShouldBe((FunctionOutcome.Succeeded, "7"));
        Encoding.UTF8.GetString(result.Payload.Span).ShouldBe("{\"fine\":true}");
        Encoding.UTF8.GetString(result.LogTail.Span).ShouldBe("log");
        var request = outside.Service.Requests.ShouldHaveSingleItem();
        request.Target.ShouldBe(
            "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A111122223333%3Afunction%3Apay/invocations?Qualifier=live");
        request.Headers["Authorization"].ShouldContain("/eu-west-1/lambda/aws4_request");
        request.Headers["X-Amz-Log-Type"].ShouldBe("Tail");
        request.Body.ShouldBe("{\"a\":1}");
    }

    [Theory]
    [InlineData(200, FunctionOutcome.FunctionFailed, "Unhandled")]
    [InlineData(404, FunctionOutcome.NotFound, null)]
    [InlineData(409, FunctionOutcome.NotReady, null)]
    [InlineData(429, FunctionOutcome.Throttled, null)]
    [InlineData(403, FunctionOutcome.HostFailed, null)]
    [InlineData(502, FunctionOutcome.HostFailed, null)]
    public async Task Its_refusals_and_errors_keep_their_meaning(int status, FunctionOutcome outcome, string? error)
    {
        await using var outside = await EventDestinationTests.Outside.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            if (error is not null)
            {
                http.Response.Headers["X-Amz-Function-Error"] = error;
            }

            return http.Response.WriteAsync("""{"Message":"why","Reason":"ConcurrentInvocationLimitExceeded","Type":"User"}""");
        });

        var result = await InvokeAsync(outside, Foreign);

        (result.Outcome, result.FunctionError).ShouldBe((outcome, error));
        result.Reason.ShouldBe(error is not null ? "The function failed." : status == 429 ? "ConcurrentInvocationLimitExceeded" : "why");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_of_the_host()
    {
        await using var outside = await EventDestinationTests.Outside.StartAsync();
        await outside.Service.DisposeAsync();

        var result = await InvokeAsync(outside, Foreign);

        (result.Outcome, result.Reason!.StartsWith("lambda at http://", StringComparison.Ordinal)).ShouldBe((FunctionOutcome.HostFailed, true));
    }

    [Fact]
    public async Task An_endpoint_that_ends_in_invocations_is_the_address_itself() // the Runtime Interface Emulator, §6.8
    {
        await using var outside = await EventDestinationTests.Outside.StartAsync(
            name: "lambda", path: "/2015-03-31/functions/function/invocations");

        await InvokeAsync(outside, Foreign with { Qualifier = null });

        outside.Service.Requests.Single().Target.ShouldBe("/2015-03-31/functions/function/invocations");
    }

    [Theory]
    [InlineData("*", "111122223333", true)] // another account, where credentials are given
    [InlineData("*", "000000000000", false)] // the house's own: what is not here is nowhere
    [InlineData("lambda", "000000000000", true)] // the operator named a Lambda
    [InlineData("sqs", "111122223333", false)]
    public async Task Which_functions_are_reached_is_the_operators_word(string name, string account, bool isReached)
    {
        await using var outside = await EventDestinationTests.Outside.StartAsync(name: name);

        outside.Harness.Plane.FunctionsElsewhere.Reaches(new FunctionName(account, "us-east-1", "f", null)).ShouldBe(isReached);
    }

    private static async Task<FunctionResult> InvokeAsync(EventDestinationTests.Outside outside, FunctionName function) =>
        await outside.Harness.Plane.FunctionsElsewhere.InvokeAsync(
            new FunctionCall
            {
                Function = function, Payload = "{\"a\":1}"u8.ToArray(), RequestId = "r", WantsLogTail = true,
            },
            CancellationToken.None);
}
