using System.Text.Json.Nodes;
using Shouldly;
using static Gatehouse.Tests.Services.Lambda.LambdaHarness;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>AddPermission, GetPolicy, RemovePermission (deployment-and-tools §6.5).</summary>
public sealed class PolicyRulesTests
{
    private const string Policy = FunctionsPath + "/hello/policy";
    private readonly LambdaHarness _lambda = new();

    [Theory]
    [InlineData("apigateway.amazonaws.com", """{"Service":"apigateway.amazonaws.com"}""")]
    [InlineData("alexa-appkit.amazon.com", """{"Service":"alexa-appkit.amazon.com"}""")]
    [InlineData("111122223333", """{"AWS":"arn:aws:iam::111122223333:root"}""")]
    [InlineData("arn:aws:iam::111122223333:role/r", """{"AWS":"arn:aws:iam::111122223333:role/r"}""")]
    [InlineData("*", "\"*\"")]
    public async Task Each_kind_of_principal_is_written_as_AWS_writes_it(string principal, string expected)
    {
        await _lambda.CreateAsync();

        var added = await AddAsync($"\"Principal\":\"{principal}\"");

        added.Status.ShouldBe(201, added.Text);
        JsonNode.Parse(added.String("Statement"))!["Principal"]!.ToJsonString().ShouldBe(expected);
    }

    [Fact]
    public async Task Conditions_narrow_the_statement_and_none_is_dropped()
    {
        await _lambda.CreateAsync();

        var statement = JsonNode.Parse((await AddAsync(
            """
            "Principal":"apigateway.amazonaws.com","SourceArn":"arn:aws:execute-api:us-east-1:000000000000:a1/*/GET/x","SourceAccount":"000000000000",
            "PrincipalOrgID":"o-1234567890","FunctionUrlAuthType":"NONE","InvokedViaFunctionUrl":true
            """)).String("Statement"))!;

        statement["Resource"]!.GetValue<string>().ShouldBe(Arn);
        statement["Condition"]!.ToJsonString().ShouldBe(
            """{"StringEquals":{"AWS:SourceAccount":"000000000000","aws:PrincipalOrgID":"o-1234567890","lambda:FunctionUrlAuthType":"NONE"},"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:000000000000:a1/*/GET/x"},"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}""");
    }

    [Theory]
    [InlineData("\"Principal\":\"somebody\"", "The provided principal was invalid. Please check the principal and try again.")]
    [InlineData("\"Principal\":\"x.amazonaws.com.evil.test\"", "The provided principal was invalid. Please check the principal and try again.")]
    [InlineData("\"Principal\":\"*\",\"SourceArn\":\"*\"", "at 'sourceArn' failed to satisfy constraint")]
    [InlineData("\"Principal\":\"*\",\"SourceAccount\":\"1\"", "at 'sourceAccount' failed to satisfy constraint")]
    [InlineData("\"Principal\":\"*\",\"RevisionId\":\"other\"", "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API")]
    public async Task A_permission_that_cannot_be_is_refused(string members, string reason)
    {
        await _lambda.CreateAsync();

        (await AddAsync(members)).Message.ShouldContain(reason);
        (await _lambda.CallAsync("GET", Policy)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("a b", "lambda:InvokeFunction", "at 'statementId'")]
    [InlineData("s", "s3:GetObject", "at 'action'")]
    public async Task Ids_and_actions_follow_their_patterns(string sid, string action, string reason)
    {
        await _lambda.CreateAsync();

        (await AddAsync("\"Principal\":\"*\"", sid, action)).Message.ShouldContain(reason);
    }

    [Fact]
    public async Task An_id_is_used_once_and_the_last_removal_takes_the_policy_away()
    {
        await _lambda.CreateAsync();
        await AddAsync("\"Principal\":\"*\"");

        (await AddAsync("\"Principal\":\"*\"")).ShouldRefuse(
            409, "ResourceConflictException",
            "The statement id (s) provided already exists. Please provide a new statement id, or remove the existing statement.");
        (await _lambda.CallAsync("DELETE", Policy + "/t")).ShouldRefuse(
            404, "ResourceNotFoundException", "Statement t is not found in resource policy.");
        (await _lambda.CallAsync("DELETE", Policy + "/s?RevisionId=other")).Status.ShouldBe(412);
        (await _lambda.CallAsync("DELETE", Policy + "/s")).Status.ShouldBe(204);
        (await _lambda.CallAsync("GET", Policy)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_policy_has_twenty_kilobytes_at_most()
    {
        await _lambda.CreateAsync();
        Gatehouse.Tests.Services.Skeleton.Answer last;
        var count = 0;
        do
        {
            last = await AddAsync("\"Principal\":\"apigateway.amazonaws.com\"", new string('s', 90) + count++);
        }
        while (last.Status == 201 && count < 200);

        (last.Status, last.ErrorType).ShouldBe((400, "PolicyLengthExceededException"));
    }

    private Task<Gatehouse.Tests.Services.Skeleton.Answer> AddAsync(
        string members, string sid = "s", string action = "lambda:InvokeFunction") =>
        _lambda.CallAsync("POST", Policy, $$"""{"StatementId":"{{sid}}","Action":"{{action}}",{{members}}}""");
}
