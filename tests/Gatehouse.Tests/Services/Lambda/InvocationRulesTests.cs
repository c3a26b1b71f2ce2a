using Gatehouse.Services.Lambda.Invocations;
using Shouldly;
using static Gatehouse.Tests.Services.Lambda.LambdaHarness;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Invoke (deployment-and-tools §6.1).</summary>
public sealed class InvocationRulesTests
{
    private const string Invocations = FunctionsPath + "/hello/invocations";
    private readonly LambdaHarness _lambda = new();

    [Theory] // the words are those of the parser that Lambda uses
    [InlineData("value", "Unrecognized token 'value': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (byte[]); line: 1, column: ")]
    [InlineData("{\n \"a\": nope}", "Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (byte[]); line: 2, column: ")]
    [InlineData("{", "Unexpected character or end of input\n at [Source: (byte[]); line: 1, column: ")]
    [InlineData("{} {}", "Unexpected character or end of input\n at [Source: (byte[]); line: 1, column: ")]
    public async Task A_payload_that_is_not_JSON_is_told_with_its_place(string payload, string text)
    {
        await _lambda.CreateAsync();

        var refused = await _lambda.CallAsync("POST", Invocations, payload);

        (refused.Status, refused.ErrorType).ShouldBe((400, "InvalidRequestContentException"));
        refused.Message.ShouldStartWith("Could not parse request body into json: Could not parse payload into json: " + text);
        _lambda.Host.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_has_a_mebibyte_at_most()
    {
        await _lambda.CreateAsync();

        var refused = await _lambda.CallAsync(
            "POST", Invocations, $"\"{new string('x', InvocationLimits.EventBytes)}\"", ("X-Amz-Invocation-Type", "Event"));

        refused.ShouldRefuse(
            413, "RequestTooLargeException", "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("e30=x")]
    public async Task A_client_context_that_is_not_Base64_is_refused(string context)
    {
        await _lambda.CreateAsync();

        (await _lambda.CallAsync("POST", Invocations, "{}", ("X-Amz-Client-Context", context))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task An_event_that_finds_no_room_is_throttled()
    {
        await _lambda.CreateAsync();
        _lambda.Host.IsFull = true;

        var refused = await _lambda.CallAsync("POST", Invocations, "{}", ("X-Amz-Invocation-Type", "Event"));

        (refused.Status, refused.Headers["x-amzn-ErrorType"]).ShouldBe((429, "TooManyRequestsException"));
    }
}
