using System.Text;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Identity.Principals;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Execution.Rest.Authorization;

/// <summary>AWS_IAM over a socket (security §1, §4.2; REST sheet §7.1).</summary>
public sealed class IamSignatureTests
{
    private static readonly string Allowed = IdentityFixture.AllowAll("execute-api:Invoke", SignedApi.Arn + "/GET/pets");

    [Fact]
    public async Task A_caller_who_signs_and_may_is_let_in_and_named()
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice", Allowed);

        var response = await api.GetAsync(key);

        ((int)response.StatusCode).ShouldBe(200);
        (await response.Content.ReadAsStringAsync()).ShouldBe($"arn:aws:iam::000000000000:user/alice AIDAAAAAAAAAAAAAAAAAA {key.AccessKeyId}");
    }

    [Theory]
    [InlineData("/prod/pets?b=2&a=1&a=&c")]
    [InlineData("/prod/pets?x=%20%2B~")]
    [InlineData("/prod/pets/")]
    public async Task What_the_client_wrote_is_what_was_signed(string path)
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice", Allowed);

        ((int)(await api.GetAsync(key, path)).StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task A_caller_who_may_not_hears_it_with_the_account_masked() // §1.9
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice");

        await ExpectAsync(
            await api.GetAsync(key), "AccessDeniedException",
            """{"Message":"User: arn:aws:iam::000000000000:user/alice is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:a1b2c3d4e5/prod/GET/pets because no identity-based policy allows the execute-api:Invoke action"}""");
    }

    [Fact]
    public async Task Without_a_signature_the_token_is_missing_and_another_scheme_is_no_signature()
    {
        await using var api = await SignedApi.StartAsync();

        await ExpectAsync(await api.Harness.GetAsync("/prod/pets"), "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""");
        var bearer = await api.Harness.GetAsync("/prod/pets", ("Authorization", "Bearer abc"));
        bearer.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["IncompleteSignatureException"]);
        (await bearer.Content.ReadAsStringAsync()).ShouldNotContain("abc");
    }

    [Fact]
    public async Task Keys_that_nobody_issued_and_tokens_that_are_not_theirs_are_unrecognized()
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice", Allowed);
        const string Body = """{"message":"The security token included in the request is invalid."}""";

        await ExpectAsync(await api.GetAsync(("AKIAXXXXXXXXXXXXXXXX", "x")), "UnrecognizedClientException", Body);
        await ExpectAsync(await api.GetAsync(("test", "test")), "UnrecognizedClientException", Body); // loopback's credentials do not count here
        await ExpectAsync(await api.GetAsync(key, token: "token"), "UnrecognizedClientException", Body);
    }

    [Fact]
    public async Task Sessions_come_with_their_token_and_end() // §1.8
    {
        await using var api = await SignedApi.StartAsync();
        var role = await api.House.AddRoleAsync("r", IdentityFixture.Trust("\"*\""), Allowed);
        var session = Issue(TimeSpan.FromHours(1), TimeProvider.System);
        (await (await api.GetAsync((session.AccessKeyId, session.SecretAccessKey), token: session.SessionToken)).Content.ReadAsStringAsync())
            .ShouldStartWith("arn:aws:sts::000000000000:assumed-role/r/s1 AROAAAAAAAAAAAAAAAAAA:s1");

        var ended = Issue(TimeSpan.FromMinutes(15), new Yesterday());
        await ExpectAsync(
            await api.GetAsync((ended.AccessKeyId, ended.SecretAccessKey), token: ended.SessionToken), "ExpiredTokenException",
            """{"message":"The security token included in the request is expired"}""");

        SessionCredentials Issue(TimeSpan duration, TimeProvider time) =>
            new RoleSessions(api.House.Directory, time).Issue("000000000000", role, new SessionRequest { Name = "s1", Duration = duration })!;
    }

    [Fact]
    public async Task Time_region_and_service_have_their_texts()
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice", Allowed);

        (await (await api.GetAsync(key, at: DateTimeOffset.UtcNow.AddMinutes(-6))).Content.ReadAsStringAsync())
            .ShouldMatch("""^\{"message":"Signature expired: \w+ is now earlier than \w+ \(\w+ - 5 min\.\)"\}$""");
        (await (await api.GetAsync(key, at: DateTimeOffset.UtcNow.AddMinutes(6))).Content.ReadAsStringAsync()).ShouldContain("Signature not yet current");
        ((int)(await api.GetAsync(key, at: DateTimeOffset.UtcNow.AddMinutes(-4))).StatusCode).ShouldBe(200);
        await ExpectAsync(await api.GetAsync(key, region: "eu-west-1"), "InvalidSignatureException", """{"message":"Credential should be scoped to a valid region."}""");
        await ExpectAsync(
            await api.GetAsync(key, service: "apigateway"), "InvalidSignatureException",
            """{"message":"Credential should be scoped to correct service: 'execute-api'."}""");
    }

    [Fact]
    public async Task A_wrong_secret_hears_what_should_have_been_signed_and_no_session_token()
    {
        await using var api = await SignedApi.StartAsync();
        var (id, _) = await api.House.AddUserAsync("alice", Allowed);
        var response = await api.GetAsync((id, "wrong"));
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InvalidSignatureException"]);
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldContain("The Canonical String for this request should have been\\n'GET\\n/prod/pets\\n\\nhost:a1b2c3d4e5.execute-api.localhost\\n");
        text.ShouldContain("The String-to-Sign should have been\\n'AWS4-HMAC-SHA256\\n");

        var role = await api.House.AddRoleAsync("r", IdentityFixture.Trust("\"*\""), Allowed);
        var session = new RoleSessions(api.House.Directory, TimeProvider.System)
            .Issue("000000000000", role, new SessionRequest { Name = "s1", Duration = TimeSpan.FromHours(1) })!;
        var told = await (await api.GetAsync((session.AccessKeyId, "wrong"), token: session.SessionToken)).Content.ReadAsStringAsync();
        told.ShouldContain("x-amz-security-token:*****");
        told.ShouldNotContain(session.SessionToken);
    }

    [Fact]
    public async Task The_body_is_covered_as_it_came_also_when_it_is_packed()
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice", IdentityFixture.AllowAll("execute-api:*"));
        var body = Encoding.UTF8.GetBytes("{\"a\":1}");
        ((int)(await api.SendAsync("POST", key, "/prod/pets", body)).StatusCode).ShouldBe(200);

        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        var headers = api.Sign("POST", key, "/prod/pets", packed.ToArray()).Where(header => header.Key != "Host").Select(header => (header.Key, header.Value)).ToArray();
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        ((int)(await api.Harness.SendAsync("POST", "/prod/pets", content, headers)).StatusCode).ShouldBe(200);

        var tampered = await api.Harness.SendAsync("POST", "/prod/pets", new ByteArrayContent(Encoding.UTF8.GetBytes("{\"a\":2}")), headers);
        tampered.Headers.GetValues("x-amzn-ErrorType").ShouldBe(["InvalidSignatureException"]);
    }

    [Fact]
    public async Task A_presigned_address_lets_in_and_a_changed_one_does_not()
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync("alice", Allowed);
        var query = new SigV4Signer(new SigningCredentials(key.AccessKeyId, key.Secret, null), "us-east-1", "execute-api", new SigningKeyCache()).Presign(
            new SigningRequest("GET", "/prod/pets", "x=1", [new("Host", api.Harness.Host)]), DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5),
            SigV4Signer.HashPayload([]));

        ((int)(await api.Harness.GetAsync("/prod/pets?" + query)).StatusCode).ShouldBe(200);
        ((int)(await api.Harness.GetAsync("/prod/pets?" + query.Replace("Expires=300", "Expires=900"))).StatusCode).ShouldBe(403);
        ((int)(await api.Harness.GetAsync("/prod/pets?" + query.Replace("x=1", "x=2"))).StatusCode).ShouldBe(403);
        ((int)(await api.Harness.GetAsync("/prod/pets?" + query, ("Authorization", "AWS4-HMAC-SHA256 Credential=a"))).StatusCode).ShouldBe(403); // both carriers
    }

    [Fact]
    public async Task An_escape_does_not_lead_around_a_denied_path_and_a_matched_path_decides() // §11.9
    {
        await using var api = await SignedApi.StartAsync();
        var key = await api.House.AddUserAsync(
            "alice", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"{{SignedApi.Arn}}/GET/pets"}]}""");

        ((int)(await api.GetAsync(key, "/prod/pets")).StatusCode).ShouldBe(403);
        ((int)(await api.GetAsync(key, "/prod/%70ets")).StatusCode).ShouldBe(403);
        ((int)(await api.GetAsync(key, "/prod/pets/")).StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task A_function_learns_who_called()
    {
        await using var api = await SignedApi.StartAsync(integration: new IntegrationDocument
        {
            Type = "AWS_PROXY", HttpMethod = "POST",
            Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
        });
        api.Harness.Functions.Returns("""{"statusCode":200,"body":"ok"}""");
        var key = await api.House.AddUserAsync("alice", Allowed);

        ((int)(await api.GetAsync(key)).StatusCode).ShouldBe(200);

        var payload = api.Harness.Functions.Calls.ShouldHaveSingleItem().Payload;
        payload.ShouldContain("\"accountId\":\"000000000000\",\"cognitoIdentityId\":null,\"caller\":\"AIDAAAAAAAAAAAAAAAAAA\"");
        payload.ShouldContain($"\"accessKey\":\"{key.AccessKeyId}\"");
        payload.ShouldContain("\"userArn\":\"arn:aws:iam::000000000000:user/alice\"");
    }

    [Theory]
    [InlineData("lambda:InvokeFunction", 200)]
    [InlineData("lambda:GetFunction", 500)]
    public async Task The_callers_own_credentials_call_on_when_they_may(string action, int status) // REST sheet §5.3
    {
        await using var api = await SignedApi.StartAsync(integration: new IntegrationDocument
        {
            Type = "AWS_PROXY", HttpMethod = "POST", Credentials = "arn:aws:iam::*:user/*",
            Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
        });
        api.Harness.Functions.Returns("""{"statusCode":200,"body":"ok"}""");
        var key = await api.House.AddUserAsync(
            "alice", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["execute-api:Invoke","{{action}}"],"Resource":"*"}]}""");

        ((int)(await api.GetAsync(key)).StatusCode).ShouldBe(status);
        api.Harness.Functions.Calls.Count.ShouldBe(status == 200 ? 1 : 0);
    }

    [Theory]
    [InlineData("{\"Service\":\"apigateway.amazonaws.com\"}", "lambda:*", 200)]
    [InlineData("{\"Service\":\"lambda.amazonaws.com\"}", "lambda:*", 500)]
    [InlineData("{\"Service\":\"apigateway.amazonaws.com\"}", "sqs:*", 500)]
    public async Task The_role_of_an_integration_trusts_the_gateway_and_may_what_it_does(string trust, string action, int status) // security §3.4
    {
        await using var api = await SignedApi.StartAsync(
            m => m, integration: new IntegrationDocument
            {
                Type = "AWS_PROXY", HttpMethod = "POST", Credentials = "arn:aws:iam::000000000000:role/r",
                Uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
            });
        api.Harness.Functions.Returns("""{"statusCode":200,"body":"ok"}""");
        ((int)(await api.Harness.GetAsync("/prod/pets")).StatusCode).ShouldBe(200); // a role that is not this server's

        await api.House.AddRoleAsync("r", IdentityFixture.Trust(trust), IdentityFixture.AllowAll(action));

        ((int)(await api.Harness.GetAsync("/prod/pets")).StatusCode).ShouldBe(status);
    }

    private static async Task ExpectAsync(HttpResponseMessage response, string errorType, string body)
    {
        ((int)response.StatusCode).ShouldBe(403);
        response.Headers.GetValues("x-amzn-ErrorType").ShouldBe([errorType]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    private sealed class Yesterday : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => TimeProvider.System.GetUtcNow().AddDays(-1);
    }
}
