using Gatehouse.Tests.Identity.Principals;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Execution.Http.Authorization;

/// <summary>AWS_IAM of HTTP APIs (security §1.9, http-api §7.4).</summary>
public sealed class SignatureGuardTests : IAsyncDisposable
{
    private const string Arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/$default";

    private readonly IdentityFixture _house = new();
    private HttpApiFixture _api = null!;

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("2.0", "\"authorizer\":{\"iam\":{\"accessKey\":\"KEY\",\"accountId\":\"000000000000\",\"callerId\":\"AIDAAAAAAAAAAAAAAAAAA\",\"cognitoIdentity\":null,\"principalOrgId\":null,\"userArn\":\"arn:aws:iam::000000000000:user/alice\",\"userId\":\"AIDAAAAAAAAAAAAAAAAAA\"}}")]
    [InlineData("1.0", "\"userArn\":\"arn:aws:iam::000000000000:user/alice\"")]
    public async Task A_caller_who_signs_and_may_is_let_in_and_the_function_learns_who(string format, string expected)
    {
        await StartAsync(format);
        var key = await _house.AddUserAsync("alice", IdentityFixture.AllowAll("execute-api:Invoke", Arn + "/POST/pets/7"));

        ((int)(await SendAsync("POST", "/pets/7?a=1", key, "{\"x\":1}")).StatusCode).ShouldBe(200);

        _api.Functions.Calls.ShouldHaveSingleItem().Payload.ShouldContain(expected.Replace("KEY", key.AccessKeyId));
    }

    [Fact]
    public async Task Every_refusal_is_the_same()
    {
        await StartAsync("2.0");
        var key = await _house.AddUserAsync("alice", IdentityFixture.AllowAll("execute-api:Invoke", Arn + "/GET/pets/7"));

        await ForbiddenAsync(await SendAsync("POST", "/pets/7", key, "{}"), "because no identity-based policy allows");
        await ForbiddenAsync(await SendAsync("GET", "/pets/7", (key.AccessKeyId, "wrong"), null), "InvalidSignatureException");
        await ForbiddenAsync(await SendAsync("GET", "/pets/7", ("AKIAXXXXXXXXXXXXXXXX", "x"), null), "UnrecognizedClientException");
        await ForbiddenAsync(await _api.SendAsync("GET", "/pets/7"), "MissingAuthenticationTokenException");
        await ForbiddenAsync(await _api.SendAsync("GET", "/pets/7", null, ("Authorization", "Bearer abc")), "IncompleteSignatureException");
        var signed = Sign("POST", "/pets/7", key, "{}");
        await ForbiddenAsync(await _api.SendAsync("POST", "/pets/7", new StringContent("{\"y\":2}"), signed), "InvalidSignatureException");
        _api.Functions.Calls.ShouldBeEmpty();
        ((int)(await SendAsync("GET", "/pets/7", key, null)).StatusCode).ShouldBe(200);
    }

    private async Task ForbiddenAsync(HttpResponseMessage response, string detail)
    {
        ((int)response.StatusCode).ShouldBe(403);
        (await response.Content.ReadAsStringAsync()).ShouldBe("{\"message\":\"Forbidden\"}");
        _api.Detail.ShouldContain(detail);
    }

    private async Task StartAsync(string format)
    {
        _api = await HttpApiFixture.StartAsync(
            (api, _) => api.Route("ANY /pets/{id}", HttpApiBuilder.FunctionOf(format), route => route with { AuthorizationType = "AWS_IAM" }),
            dependencies: (defaults, _) => defaults with { Identities = _house.Directory });
        _api.Functions.Returns("""{"statusCode":200,"body":"ok"}""");
    }

    private Task<HttpResponseMessage> SendAsync(string verb, string path, (string AccessKeyId, string Secret) key, string? body) =>
        _api.SendAsync(verb, path, body is null ? null : new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)), Sign(verb, path, key, body));

    private (string Name, string Value)[] Sign(string verb, string path, (string AccessKeyId, string Secret) key, string? body)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", _api.Harness.Host) };
        var question = path.IndexOf('?');
        new SigV4Signer(new SigningCredentials(key.AccessKeyId, key.Secret, null), "us-east-1", "execute-api", new SigningKeyCache()).SignHeaders(
            verb, question < 0 ? path : path[..question], question < 0 ? "" : path[(question + 1)..], headers, DateTimeOffset.UtcNow,
            SigV4Signer.HashPayload(body is null ? [] : System.Text.Encoding.UTF8.GetBytes(body)));
        return [.. headers.Where(header => header.Key != "Host").Select(header => (header.Key, header.Value))];
    }
}
