using System.Text;
using System.Xml.Linq;
using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Authorization;
using Gatehouse.Services.CognitoIdp;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Skeleton;
using Gatehouse.Tests.Fakes;
using Gatehouse.Tests.Services.CognitoIdp;
using Gatehouse.Tests.Services.Skeleton;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Services.Iam;

/// <summary>A control plane that verifies and authorizes every call, and the calls of real clients.</summary>
internal sealed class IdentityHarness
{
    public const string Account = ControlPlaneHarness.Account;

    public static readonly SigningCredentials Root = new("AKIAROOT", "root-secret", null);

    public IdentityHarness(IWebIdentityTokens? tokens = null)
    {
        var key = IdentityKey.CreateTransient();
        Directory = new IdentityDirectory(key, Logs);
        Directory.AddRoot(Root.AccessKeyId, Root.SecretAccessKey, Account);
        var pools = new UserPoolDirectory();
        Store = new InMemoryDocumentStore(Directory, pools);
        Control = new ControlPlaneHarness(change: options => options with
        {
            Documents = Store,
            Time = Clock,
            Authenticator = new SignatureAuthenticator(Directory, Clock),
            Authorizer = new PolicyAuthorizer(Directory, Clock),
            Identity = new IdentityServices { Directory = Directory, Key = key, Tokens = tokens },
            UserPools = new UserPoolHouse(
                Store, new UserPoolServices { Directory = pools, Key = key, Outbox = new SilentOutbox() }, new RandomIdSource(), Clock),
        });
    }

    public SettableClock Clock { get; } = new() { Now = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero) };

    public CollectedLogs Logs { get; } = new();

    public IdentityDirectory Directory { get; }

    public InMemoryDocumentStore Store { get; }

    public ControlPlaneHarness Control { get; }

    /// <summary>A call of IAM or STS as an SDK makes it; <paramref name="who"/> is the root unless given.</summary>
    public async Task<XmlAnswer> AskAsync(
        string service, string action, SigningCredentials? who = null, params (string Name, string Value)[] fields)
    {
        var version = service == "iam" ? "2010-05-08" : "2011-06-15";
        var body = Encoding.UTF8.GetBytes($"Action={action}&Version={version}" + string.Concat(
            fields.Select(field => $"&{field.Name}={Uri.EscapeDataString(field.Value)}")));
        var answer = await SendAsync(who ?? Root, service, "POST", "/", body, "application/x-www-form-urlencoded; charset=utf-8");
        return new XmlAnswer(answer.Status, answer.Text);
    }

    public Task<XmlAnswer> IamAsync(string action, params (string Name, string Value)[] fields) => AskAsync("iam", action, null, fields);

    public async Task<XmlAnswer> OkAsync(string action, params (string Name, string Value)[] fields)
    {
        var answer = await IamAsync(action, fields);
        answer.Status.ShouldBe(200, answer.Text);
        return answer;
    }

    public Task<Answer> RestAsync(SigningCredentials who, string method, string target, string? body = null, string service = "apigateway") =>
        SendAsync(who, service, method, target, body is null ? null : Encoding.UTF8.GetBytes(body), "application/json");

    /// <summary>A user with an access key and an inline policy.</summary>
    public async Task<SigningCredentials> AddUserAsync(string name, string? policy = null)
    {
        await OkAsync("CreateUser", ("UserName", name));
        if (policy is not null)
        {
            await OkAsync("PutUserPolicy", ("UserName", name), ("PolicyName", "p"), ("PolicyDocument", policy));
        }

        var key = await OkAsync("CreateAccessKey", ("UserName", name));
        return new SigningCredentials(key["AccessKeyId"], key["SecretAccessKey"], null);
    }

    public static string Allow(string action, string resource = "*", string effect = "Allow") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"{{effect}}","Action":{{action}},"Resource":"{{resource}}"}]}""";

    public static string Trust(string principal, string extra = "", string action = "sts:AssumeRole") =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{{principal}},"Action":"{{action}}"{{extra}}}]}""";

    private Task<Answer> SendAsync(
        SigningCredentials who, string service, string method, string target, byte[]? body, string contentType)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", "localhost:4566"), new("Content-Type", contentType) };
        var question = target.IndexOf('?');
        new SigV4Signer(who, "us-east-1", service, new SigningKeyCache()).SignHeaders(
            method, question < 0 ? target : target[..question], question < 0 ? "" : target[(question + 1)..], headers, Clock.Now,
            SigV4Signer.HashPayload(body));
        return Control.SendAsync(
            method, target, body, [.. headers.Where(header => header.Key != "Host").Select(header => (header.Key, header.Value))]);
    }
}

/// <summary>An answer of a query service.</summary>
internal sealed record XmlAnswer(int Status, string Text)
{
    /// <summary>The text of the first element of that name.</summary>
    public string this[string name] => Xml.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value
        ?? throw new ShouldAssertException($"No {name} in {Text}");

    public XElement Xml => XElement.Parse(Text);

    public List<string> All(string name) => [.. Xml.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value)];

    public void ShouldRefuse(int status, string code, string message)
    {
        (Status, this["Code"], this["Message"]).ShouldBe((status, code, message));
        this["Type"].ShouldBe("Sender");
        this["RequestId"].ShouldNotBeEmpty();
    }

    public SigningCredentials Credentials() => new(this["AccessKeyId"], this["SecretAccessKey"], this["SessionToken"]);
}
