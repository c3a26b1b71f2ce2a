using System.Collections.Immutable;
using System.Text;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Tests.Identity.Principals;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Tests.Execution.FunctionUrls;

/// <summary>A served function URL, callers that sign, and the function's policy.</summary>
internal sealed class UrlHouse : IAsyncDisposable
{
    public const string Id = "abcdefghijklmnopqrstuvwxyz012345";
    public const string Host = Id + ".lambda-url.us-east-1.localhost";
    public const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:f";

    private readonly FunctionAccess _access;

    private UrlHouse(ExecutionHarness harness, IdentityFixture identities, FunctionAccess access)
    {
        Harness = harness;
        Identities = identities;
        _access = access;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{harness.Port}"), Timeout = TimeSpan.FromSeconds(20),
        };
    }

    public ExecutionHarness Harness { get; }

    public IdentityFixture Identities { get; }

    public HttpClient Client { get; }

    public static async Task<UrlHouse> StartAsync(
        string authType = "NONE", string mode = "BUFFERED", FunctionUrlCors? cors = null, bool isPublic = true,
        string? qualifier = null)
    {
        var identities = new IdentityFixture();
        var access = new FunctionAccess();
        var harness = await ExecutionHarness.StartAsync(
            dependencies: defaults => defaults with { Identities = identities.Directory, FunctionPolicies = access });
        harness.Store.Observers.Add(access);
        var house = new UrlHouse(harness, identities, access);
        await harness.Store.CommitAsync(
            new DocumentBatch(ExecutionHarness.Scope).Upsert(qualifier is null ? "f" : $"f/{qualifier}", new FunctionUrlDocument
            {
                FunctionName = "f",
                Qualifier = qualifier,
                UrlId = Id,
                AuthType = authType,
                InvokeMode = mode,
                Cors = cors,
                CreationTime = "",
                LastModifiedTime = "",
            }),
            CancellationToken.None);
        if (isPublic)
        {
            await house.AllowAsync(Statement("InvokeFunctionUrl", "\"*\""), Statement("InvokeFunction", "\"*\""));
        }

        return house;
    }

    public static string Statement(string action, string principal, string condition = "", string effect = "Allow") =>
        $$"""{"Effect":"{{effect}}","Principal":{{principal}},"Action":"lambda:{{action}}","Resource":"{{Arn}}*"{{(condition.Length > 0 ? $",\"Condition\":{condition}" : "")}}}""";

    public async Task AllowAsync(params string[] statements) => await Harness.Store.CommitAsync(
        new DocumentBatch(ExecutionHarness.Scope).Upsert("f", new FunctionPolicyDocument
        {
            RevisionId = "r",
            Statements = [.. statements.Select(static (json, i) => new FunctionPolicyStatement($"s{i}", json))],
        }),
        CancellationToken.None);

    public async Task<HttpResponseMessage> SendAsync(
        string verb = "GET", string target = "/", HttpContent? body = null, string host = Host,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), target) { Content = body };
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, completion);
    }

    public Task<HttpResponseMessage> SendSignedAsync(
        (string AccessKeyId, string Secret) key, string verb = "GET", string target = "/", byte[]? body = null,
        string service = "lambda")
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", Host) };
        new SigV4Signer(new SigningCredentials(key.AccessKeyId, key.Secret, null), "us-east-1", service, new SigningKeyCache())
            .SignHeaders(verb, target, "", headers, DateTimeOffset.UtcNow, SigV4Signer.HashPayload(body));
        return SendAsync(
            verb, target, body is null ? null : new ByteArrayContent(body),
            headers: [.. headers.Where(static header => header.Key != "Host").Select(static header => (header.Key, header.Value))]);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Harness.DisposeAsync();
    }
}
