using System.Text.Json.Nodes;
using Gatehouse.Tests.Identity.Principals;
using Shouldly;

namespace Gatehouse.Tests.Execution.FunctionUrls;

/// <summary>Who may call a function URL (Lambda developer guide, "Control access to Lambda function URLs").</summary>
public sealed class FunctionUrlAccessTests
{
    private const string NoneOnly = """{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}""";
    private const string ViaUrl = """{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}""";

    private static readonly string MayBoth =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["lambda:InvokeFunctionUrl","lambda:InvokeFunction"],"Resource":"*"}]}""";

    [Fact]
    public async Task The_guides_policy_opens_a_public_URL()
    {
        await using var house = await UrlHouse.StartAsync(isPublic: false);
        await house.AllowAsync(
            UrlHouse.Statement("InvokeFunctionUrl", "\"*\"", NoneOnly), UrlHouse.Statement("InvokeFunction", "\"*\"", ViaUrl));

        ((int)(await house.SendAsync()).StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Without_both_permissions_a_public_URL_is_forbidden()
    {
        await using var house = await UrlHouse.StartAsync(isPublic: false);
        await ExpectForbiddenAsync(await house.SendAsync());
        await house.AllowAsync(UrlHouse.Statement("InvokeFunctionUrl", "\"*\"", NoneOnly));
        await ExpectForbiddenAsync(await house.SendAsync());
        await house.AllowAsync(UrlHouse.Statement("InvokeFunction", "\"*\"", ViaUrl));
        await ExpectForbiddenAsync(await house.SendAsync());
        house.Harness.Functions.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_explicit_deny_closes_what_is_open()
    {
        await using var house = await UrlHouse.StartAsync(isPublic: false);
        await house.AllowAsync(
            UrlHouse.Statement("*", "\"*\""), UrlHouse.Statement("InvokeFunctionUrl", "\"*\"", NoneOnly, "Deny"));

        await ExpectForbiddenAsync(await house.SendAsync());
    }

    [Fact]
    public async Task A_signed_URL_lets_in_whom_their_own_policies_allow_and_names_them()
    {
        await using var house = await UrlHouse.StartAsync("AWS_IAM", isPublic: false);
        var key = await house.Identities.AddUserAsync("alice", MayBoth);

        ((int)(await house.SendSignedAsync(key, "POST", "/x", "body"u8.ToArray())).StatusCode).ShouldBe(200);

        var sent = JsonNode.Parse(house.Harness.Functions.Calls.Single().Payload)!;
        var iam = sent["requestContext"]!["authorizer"]!["iam"]!;
        iam["userArn"]!.ToString().ShouldBe("arn:aws:iam::000000000000:user/alice");
        iam["accessKey"]!.ToString().ShouldBe(key.AccessKeyId);
        sent["requestContext"]!["accountId"]!.ToString().ShouldBe("000000000000");
        sent["headers"]!["authorization"].ShouldBeNull("a signature is for Lambda alone");
    }

    [Fact]
    public async Task A_signed_URL_lets_in_whom_the_functions_policy_names()
    {
        await using var house = await UrlHouse.StartAsync("AWS_IAM", isPublic: false);
        var key = await house.Identities.AddUserAsync("alice");
        await ExpectForbiddenAsync(await house.SendSignedAsync(key));
        const string alice = """{"AWS":"arn:aws:iam::000000000000:user/alice"}""";
        await house.AllowAsync(
            UrlHouse.Statement("InvokeFunctionUrl", alice, """{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}"""),
            UrlHouse.Statement("InvokeFunction", alice, ViaUrl));

        ((int)(await house.SendSignedAsync(key)).StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task A_signed_URL_refuses_the_unsigned_the_forged_and_signatures_for_other_services()
    {
        await using var house = await UrlHouse.StartAsync("AWS_IAM");
        var key = await house.Identities.AddUserAsync("alice", MayBoth);

        await ExpectForbiddenAsync(await house.SendAsync());
        var forged = await house.SendSignedAsync((key.AccessKeyId, "wrong"));
        ((int)forged.StatusCode).ShouldBe(403);
        forged.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InvalidSignatureException"]);
        ((int)(await house.SendSignedAsync(key, service: "execute-api")).StatusCode).ShouldBe(403);
        house.Harness.Functions.Calls.ShouldBeEmpty();
    }

    private static async Task ExpectForbiddenAsync(HttpResponseMessage response)
    {
        ((int)response.StatusCode).ShouldBe(403);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["AccessDeniedException"]);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("""{"Message":"Forbidden.""");
    }
}
