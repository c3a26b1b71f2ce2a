using Gatehouse.Identity.Policies;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Identity.Principals;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Tests.Execution.Rest.Authorization;

/// <summary>A served API and callers that sign.</summary>
internal sealed class SignedApi(ExecutionHarness harness, IdentityFixture house) : IAsyncDisposable
{
    public const string Arn = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod";

    public ExecutionHarness Harness { get; } = harness;

    public IdentityFixture House { get; } = house;

    public static async Task<SignedApi> StartAsync(
        Func<MethodDocument, MethodDocument>? method = null, string? policy = null, IntegrationDocument? integration = null,
        Func<StageDocument, StageDocument>? stage = null, params AuthorizerDocument[] authorizers)
    {
        var house = new IdentityFixture();
        var api = new ApiBuilder();
        foreach (var verb in new[] { "GET", "POST" })
        {
            api.Method(
                "/pets", verb, integration ?? ApiBuilder.MockOf("$context.identity.userArn $context.identity.caller $context.identity.accessKey"),
                method ?? (m => m with { AuthorizationType = "AWS_IAM" }));
        }

        api.Authorizers.AddRange(authorizers);
        api.Api = api.Api with { Policy = policy };
        var harness = await ExecutionHarness.StartAsync(
            api, stage, dependencies: defaults => defaults with { Identities = house.Directory });
        return new SignedApi(harness, house);
    }

    public static string Policy(string effect, string principal = "\"*\"", string extra = "", string resource = Arn + "/*") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Principal":{{principal}},"Action":"execute-api:Invoke","Resource":"{{resource}}"{{extra}}}]}""";

    public Task<HttpResponseMessage> GetAsync(
        (string AccessKeyId, string Secret) key, string path = "/prod/pets", string? token = null, DateTimeOffset? at = null,
        string region = "us-east-1", string service = "execute-api", params (string Name, string Value)[] more) =>
        SendAsync("GET", key, path, null, token, at, region, service, more);

    public async Task<HttpResponseMessage> SendAsync(
        string verb, (string AccessKeyId, string Secret) key, string path, byte[]? body, string? token = null, DateTimeOffset? at = null,
        string region = "us-east-1", string service = "execute-api", params (string Name, string Value)[] more)
    {
        var headers = Sign(verb, key, path, body, token, at, region, service, more);
        return await Harness.SendAsync(
            verb, path, body is null ? null : new ByteArrayContent(body),
            [.. headers.Where(header => header.Key != "Host").Select(header => (header.Key, header.Value))]);
    }

    public List<KeyValuePair<string, string>> Sign(
        string verb, (string AccessKeyId, string Secret) key, string path, byte[]? body, string? token = null, DateTimeOffset? at = null,
        string region = "us-east-1", string service = "execute-api", params (string Name, string Value)[] more)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", Harness.Host) };
        headers.AddRange(more.Select(header => new KeyValuePair<string, string>(header.Name, header.Value)));
        var question = path.IndexOf('?');
        new SigV4Signer(new SigningCredentials(key.AccessKeyId, key.Secret, token), region, service, new SigningKeyCache()).SignHeaders(
            verb, question < 0 ? path : path[..question], question < 0 ? "" : path[(question + 1)..], headers, at ?? DateTimeOffset.UtcNow,
            SigV4Signer.HashPayload(body));
        return headers;
    }

    public ValueTask DisposeAsync() => Harness.DisposeAsync();
}
