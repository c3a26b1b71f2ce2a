using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.Tokens;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.CognitoIdp;
using Gatehouse.Services.Skeleton;
using Gatehouse.Tests.Fakes;
using Gatehouse.Tests.Identity.UserPools;
using Gatehouse.Tests.Services.Skeleton;
using Shouldly;

namespace Gatehouse.Tests.Services.CognitoIdp;

/// <summary>User pools without a socket, and the outbox where codes arrive.</summary>
internal sealed class PoolHarness : IUserPoolOutbox
{
    public const string Password = "Secret-123";

    public PoolHarness(string? issuerBase = null, IProviderClient? providers = null)
    {
        Directory = new UserPoolDirectory(issuerBase);
        Store = new InMemoryDocumentStore(Directory);
        House = new UserPoolHouse(
            Store,
            new UserPoolServices
            {
                Directory = Directory, Key = IdentityKey.CreateTransient(), Outbox = this, Providers = providers, PasswordIterations = 100,
            },
            new RandomIdSource(), Clock);
        Control = new ControlPlaneHarness(change: options => options with
        {
            Documents = Store, Time = Clock, UserPools = House,
        });
    }

    public SettableClock Clock { get; } = new() { Now = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero) };

    public UserPoolDirectory Directory { get; }

    public InMemoryDocumentStore Store { get; }

    public UserPoolHouse House { get; }

    public ControlPlaneHarness Control { get; }

    public List<UserPoolMessage> Sent { get; } = [];

    /// <summary>The digits of the last message.</summary>
    public string Code => System.Text.RegularExpressions.Regex.Match(Sent[^1].Text, "[0-9]{6}").Value;

    public ValueTask SendAsync(UserPoolMessage message, CancellationToken cancellationToken)
    {
        Sent.Add(message);
        return default;
    }

    /// <summary>As an administrator's SDK calls: signed.</summary>
    public Task<Answer> AdminAsync(string operation, JsonObject input) => SendAsync(operation, input, isSigned: true);

    /// <summary>As an app calls: nothing but the input.</summary>
    public Task<Answer> AppAsync(string operation, JsonObject input) => SendAsync(operation, input, isSigned: false);

    public async Task<JsonObject> OkAsync(string operation, JsonObject input, bool isSigned = true)
    {
        var answer = await SendAsync(operation, input, isSigned);
        answer.Status.ShouldBe(200, $"{operation}: {answer.Text}");
        return answer.Text.Length == 0 ? [] : answer.Json.AsObject();
    }

    public async Task<string> CreatePoolAsync(JsonObject? members = null)
    {
        var input = members ?? [];
        input["PoolName"] ??= "pets";
        return (await OkAsync("CreateUserPool", input))["UserPool"]!["Id"]!.GetValue<string>();
    }

    public async Task<JsonObject> CreateClientAsync(string pool, JsonObject? members = null)
    {
        var input = members ?? [];
        input["UserPoolId"] = pool;
        input["ClientName"] ??= "web";
        input["ExplicitAuthFlows"] ??= new JsonArray(
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH");
        return (await OkAsync("CreateUserPoolClient", input))["UserPoolClient"]!.AsObject();
    }

    /// <summary>A pool, its client, and a confirmed user.</summary>
    public async Task<(string Pool, string Client)> CreateHouseAsync(
        JsonObject? pool = null, JsonObject? client = null, string user = "ann")
    {
        var id = await CreatePoolAsync(pool);
        var clientId = (await CreateClientAsync(id, client))["ClientId"]!.GetValue<string>();
        await AddUserAsync(id, user);
        return (id, clientId);
    }

    public async Task<JsonObject> AddUserAsync(string pool, string name, params (string Name, string Value)[] attributes)
    {
        var user = await OkAsync("AdminCreateUser", new JsonObject
        {
            ["UserPoolId"] = pool, ["Username"] = name, ["MessageAction"] = "SUPPRESS", ["UserAttributes"] = Attributes(attributes),
        });
        await OkAsync("AdminSetUserPassword", new JsonObject
        {
            ["UserPoolId"] = pool, ["Username"] = name, ["Password"] = Password, ["Permanent"] = true,
        });
        return user["User"]!.AsObject();
    }

    public Task<Answer> SignInAsync(string client, string name = "ann", string password = Password, string? hash = null)
    {
        var parameters = new JsonObject { ["USERNAME"] = name, ["PASSWORD"] = password };
        if (hash is not null)
        {
            parameters["SECRET_HASH"] = hash;
        }

        return AppAsync("InitiateAuth", new JsonObject
        {
            ["ClientId"] = client, ["AuthFlow"] = "USER_PASSWORD_AUTH", ["AuthParameters"] = parameters,
        });
    }

    public async Task<JsonObject> TokensAsync(string client, string name = "ann", string password = Password)
    {
        var answer = await SignInAsync(client, name, password);
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Json["AuthenticationResult"]!.AsObject();
    }

    /// <summary>The two steps of USER_SRP_AUTH.</summary>
    public async Task<Answer> SrpAsync(string pool, string client, string name, string password)
    {
        var srp = new SrpClient();
        var challenge = await OkAsync(
            "InitiateAuth",
            new JsonObject
            {
                ["ClientId"] = client, ["AuthFlow"] = "USER_SRP_AUTH",
                ["AuthParameters"] = new JsonObject { ["USERNAME"] = name, ["SRP_A"] = srp.PublicValue },
            },
            isSigned: false);
        challenge["ChallengeName"]!.GetValue<string>().ShouldBe("PASSWORD_VERIFIER");
        return await AppAsync("RespondToAuthChallenge", Response(challenge["ChallengeParameters"]!, srp, pool, client, password));
    }

    public JsonObject Response(JsonNode parameters, SrpClient srp, string pool, string client, string password)
    {
        string Of(string name) => parameters[name]!.GetValue<string>();
        var timestamp = Clock.Now.UtcDateTime.ToString(
            "ddd MMM d HH:mm:ss 'UTC' yyyy", System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["ClientId"] = client,
            ["ChallengeName"] = "PASSWORD_VERIFIER",
            ["ChallengeResponses"] = new JsonObject
            {
                ["USERNAME"] = Of("USERNAME"),
                ["PASSWORD_CLAIM_SECRET_BLOCK"] = Of("SECRET_BLOCK"),
                ["TIMESTAMP"] = timestamp,
                ["PASSWORD_CLAIM_SIGNATURE"] = srp.Sign(
                    pool.Split('_')[1], Of("USER_ID_FOR_SRP"), password, Of("SALT"), Of("SRP_B"), Of("SECRET_BLOCK"), timestamp),
            },
        };
    }

    public static JsonArray Attributes(params (string Name, string Value)[] attributes) => new(
        [.. attributes.Select(static one => new JsonObject { ["Name"] = one.Name, ["Value"] = one.Value })]);

    /// <summary>The claims of a token whose signature is right by the pool's key set.</summary>
    public JsonObject Claims(string pool, JsonNode token)
    {
        var text = token.GetValue<string>();
        var parsed = JsonWebToken.TryParse(text, out _).ShouldNotBeNull();
        var keys = KeySetReader.TryRead(Directory.FindKeySet(pool)!.Value)!;
        TokenVerifier.CheckSignature(parsed, keys, TokenAlgorithms.RS256).ShouldBe(TokenFault.None);
        return JsonNode.Parse(Part(text, 1))!.AsObject();
    }

    public static string Part(string token, int index) => Encoding.UTF8.GetString(
        System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[index]));

    private Task<Answer> SendAsync(string operation, JsonObject input, bool isSigned)
    {
        (string, string)[] headers =
        [
            ("X-Amz-Target", "AWSCognitoIdentityProviderService." + operation), ("Content-Type", "application/x-amz-json-1.1"),
            .. isSigned
                ? [("Authorization", ControlPlaneHarness.Authorization("cognito-idp")), ("X-Amz-Date", "20260101T000000Z")]
                : Array.Empty<(string, string)>(),
        ];
        return Control.SendAsync("POST", "/", Encoding.UTF8.GetBytes(input.ToJsonString()), headers);
    }
}

internal static class PoolAnswers
{
    /// <summary>A refusal as the service's clients read it: body and two headers (security §6.2).</summary>
    public static void ShouldBeRefused(this Answer answer, string type, string message)
    {
        answer.Status.ShouldBe(400, answer.Text);
        (answer.Json["__type"]!.GetValue<string>(), answer.Message).ShouldBe((type, message));
        answer.ErrorType.ShouldBe(type);
        answer.Headers["x-amzn-ErrorMessage"].Length.ShouldBe(message.Length);
        answer.Headers["Content-Type"].ShouldBe("application/x-amz-json-1.1");
    }
}
