using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Tests.Identity.UserPools;
using Shouldly;

namespace Gatehouse.Tests.Services.CognitoIdp;

/// <summary>Sign-in by password, SRP and refresh (security §6.2, §6.3; checklist "Cognito and JWT").</summary>
public sealed class SignInTests
{
    private readonly PoolHarness _house = new();

    [Fact]
    public async Task A_password_gives_three_tokens_and_a_wrong_one_none()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        var tokens = await _house.TokensAsync(client);

        tokens["TokenType"]!.GetValue<string>().ShouldBe("Bearer");
        tokens["ExpiresIn"]!.GetValue<int>().ShouldBe(3600);
        var id = _house.Claims(pool, tokens["IdToken"]!);
        var access = _house.Claims(pool, tokens["AccessToken"]!);
        var now = _house.Clock.Now.ToUnixTimeSeconds();
        foreach (var claims in (JsonObject[])[id, access])
        {
            claims["iss"]!.GetValue<string>().ShouldBe($"https://cognito-idp.us-east-1.amazonaws.com/{pool}");
            claims["iat"]!.GetValue<long>().ShouldBe(now);
            claims["exp"]!.GetValue<long>().ShouldBe(now + 3600);
            claims["auth_time"]!.GetValue<long>().ShouldBe(now);
            Guid.TryParse(claims["sub"]!.GetValue<string>(), out _).ShouldBeTrue();
            claims.ShouldContainKey("jti");
            claims.ShouldContainKey("origin_jti");
        }

        (id["token_use"]!.GetValue<string>(), id["aud"]!.GetValue<string>(), id["cognito:username"]!.GetValue<string>())
            .ShouldBe(("id", client, "ann"));
        id.ShouldNotContainKey("client_id");
        (access["token_use"]!.GetValue<string>(), access["client_id"]!.GetValue<string>(), access["username"]!.GetValue<string>())
            .ShouldBe(("access", client, "ann"));
        access["scope"]!.GetValue<string>().ShouldBe("aws.cognito.signin.user.admin");
        access.ShouldNotContainKey("aud");

        (await _house.SignInAsync(client, password: "Secret-124"))
            .ShouldBeRefused("NotAuthorizedException", "Incorrect username or password.");
    }

    [Fact]
    public async Task The_header_of_a_token_is_kid_and_alg_and_each_kind_has_its_key()
    {
        var (_, client) = await _house.CreateHouseAsync();
        var tokens = await _house.TokensAsync(client);
        var id = JsonNode.Parse(PoolHarness.Part(tokens["IdToken"]!.GetValue<string>(), 0))!.AsObject();
        var access = JsonNode.Parse(PoolHarness.Part(tokens["AccessToken"]!.GetValue<string>(), 0))!.AsObject();

        id.Select(static pair => pair.Key).ShouldBe(["kid", "alg"]);
        id["alg"]!.GetValue<string>().ShouldBe("RS256");
        id["kid"]!.GetValue<string>().ShouldNotBe(access["kid"]!.GetValue<string>());
    }

    [Fact]
    public async Task SRP_proves_the_password_without_sending_it()
    {
        var (pool, client) = await _house.CreateHouseAsync();

        var right = await _house.SrpAsync(pool, client, "ann", PoolHarness.Password);
        right.Status.ShouldBe(200, right.Text);
        _house.Claims(pool, right.Json["AuthenticationResult"]!["IdToken"]!)["cognito:username"]!.GetValue<string>().ShouldBe("ann");
        (await _house.SrpAsync(pool, client, "ann", "Secret-124"))
            .ShouldBeRefused("NotAuthorizedException", "Incorrect username or password.");
    }

    [Fact]
    public async Task An_answer_to_SRP_counts_once_soon_and_for_its_client()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        var other = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        var srp = new SrpClient();
        var challenge = await _house.OkAsync("InitiateAuth", new JsonObject
        {
            ["ClientId"] = client, ["AuthFlow"] = "USER_SRP_AUTH",
            ["AuthParameters"] = new JsonObject { ["USERNAME"] = "ann", ["SRP_A"] = srp.PublicValue },
        });
        var response = _house.Response(challenge["ChallengeParameters"]!, srp, pool, client, PoolHarness.Password);

        var foreign = response.DeepClone().AsObject();
        foreign["ClientId"] = other;
        (await _house.AppAsync("RespondToAuthChallenge", foreign)).Status.ShouldBe(400);
        (await _house.AppAsync("RespondToAuthChallenge", response)).Status.ShouldBe(200);
        (await _house.AppAsync("RespondToAuthChallenge", response)).Status.ShouldBe(400);

        var late = _house.Response(challenge["ChallengeParameters"]!, srp, pool, client, PoolHarness.Password);
        _house.Clock.Now = _house.Clock.Now.AddMinutes(4);
        (await _house.AppAsync("RespondToAuthChallenge", late)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_refresh_token_gives_new_tokens_until_it_is_revoked()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        var tokens = await _house.TokensAsync(client);
        var origin = _house.Claims(pool, tokens["AccessToken"]!)["origin_jti"]!.GetValue<string>();
        _house.Clock.Now = _house.Clock.Now.AddHours(2);

        var fresh = (await _house.OkAsync("InitiateAuth", Refresh(client, tokens), isSigned: false))["AuthenticationResult"]!;
        fresh.AsObject().ShouldNotContainKey("RefreshToken");
        var claims = _house.Claims(pool, fresh["AccessToken"]!);
        claims["origin_jti"]!.GetValue<string>().ShouldBe(origin);
        claims["auth_time"]!.GetValue<long>().ShouldBe(_house.Clock.Now.AddHours(-2).ToUnixTimeSeconds());

        await _house.OkAsync(
            "RevokeToken", new JsonObject { ["ClientId"] = client, ["Token"] = tokens["RefreshToken"]!.DeepClone() }, isSigned: false);
        (await _house.AppAsync("InitiateAuth", Refresh(client, tokens)))
            .ShouldBeRefused("NotAuthorizedException", "Refresh Token has been revoked");
        (await _house.AppAsync("GetUser", new JsonObject { ["AccessToken"] = fresh["AccessToken"]!.DeepClone() }))
            .ShouldBeRefused("NotAuthorizedException", "Access Token has been revoked");
    }

    [Fact]
    public async Task A_refresh_token_is_opaque_ends_and_belongs_to_one_client()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        var other = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        var tokens = await _house.TokensAsync(client);
        tokens["RefreshToken"]!.GetValue<string>().ShouldNotContain("ann");

        (await _house.AppAsync("InitiateAuth", Refresh(other, tokens)))
            .ShouldBeRefused("NotAuthorizedException", "Invalid Refresh Token");
        _house.Clock.Now = _house.Clock.Now.AddDays(31);
        (await _house.AppAsync("InitiateAuth", Refresh(client, tokens)))
            .ShouldBeRefused("NotAuthorizedException", "Invalid Refresh Token");
    }

    [Fact]
    public async Task A_rotated_refresh_token_is_replaced_and_its_replay_refused()
    {
        var (_, client) = await _house.CreateHouseAsync(client: new JsonObject
        {
            ["RefreshTokenRotation"] = new JsonObject { ["Feature"] = "ENABLED", ["RetryGracePeriodSeconds"] = 10 },
        });
        var tokens = await _house.TokensAsync(client);
        JsonObject Ask(JsonNode token) => new() { ["ClientId"] = client, ["RefreshToken"] = token.DeepClone() };

        var fresh = (await _house.OkAsync("GetTokensFromRefreshToken", Ask(tokens["RefreshToken"]!), isSigned: false))["AuthenticationResult"]!;
        fresh["RefreshToken"]!.GetValue<string>().ShouldNotBe(tokens["RefreshToken"]!.GetValue<string>());
        await _house.OkAsync("GetTokensFromRefreshToken", Ask(tokens["RefreshToken"]!), isSigned: false); // within the grace
        _house.Clock.Now = _house.Clock.Now.AddSeconds(11);
        (await _house.AppAsync("GetTokensFromRefreshToken", Ask(tokens["RefreshToken"]!)))
            .ShouldBeRefused("RefreshTokenReuseException", "Refresh Token has been reused");
        await _house.OkAsync("GetTokensFromRefreshToken", Ask(fresh["RefreshToken"]!), isSigned: false);
    }

    [Fact]
    public async Task A_client_with_a_secret_wants_its_hash_in_every_flow()
    {
        var pool = await _house.CreatePoolAsync();
        var made = await _house.CreateClientAsync(pool, new JsonObject { ["GenerateSecret"] = true });
        var (client, secret) = (made["ClientId"]!.GetValue<string>(), made["ClientSecret"]!.GetValue<string>());
        await _house.AddUserAsync(pool, "ann");
        secret.Length.ShouldBe(51);

        (await _house.SignInAsync(client)).ShouldBeRefused(
            "NotAuthorizedException", $"Client {client} is configured with secret but SECRET_HASH was not received");
        (await _house.SignInAsync(client, hash: "AAAA")).ShouldBeRefused(
            "NotAuthorizedException", $"Unable to verify secret hash for client {client}");
        var signed = await _house.SignInAsync(client, hash: SecretHash.Of(secret, "ann", client));
        signed.Status.ShouldBe(200, signed.Text);

        var refresh = Refresh(client, signed.Json["AuthenticationResult"]!.AsObject());
        (await _house.AppAsync("InitiateAuth", refresh.DeepClone().AsObject())).Status.ShouldBe(400);
        refresh["AuthParameters"]!["SECRET_HASH"] = SecretHash.Of(secret, "ann", client);
        (await _house.AppAsync("InitiateAuth", refresh)).Status.ShouldBe(200);
        (await _house.AppAsync("ForgotPassword", new JsonObject { ["ClientId"] = client, ["Username"] = "ann" })).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Flows_that_the_client_does_not_allow_are_refused()
    {
        var pool = await _house.CreatePoolAsync();
        var client = (await _house.CreateClientAsync(pool, new JsonObject { ["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_SRP_AUTH") }))["ClientId"]!.GetValue<string>();
        await _house.AddUserAsync(pool, "ann");

        (await _house.SignInAsync(client)).ShouldBeRefused(
            "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client");
        (await _house.SrpAsync(pool, client, "ann", PoolHarness.Password)).Status.ShouldBe(200);
        (await _house.AdminAsync("AdminInitiateAuth", new JsonObject
        {
            ["UserPoolId"] = pool, ["ClientId"] = client, ["AuthFlow"] = "ADMIN_USER_PASSWORD_AUTH",
            ["AuthParameters"] = new JsonObject { ["USERNAME"] = "ann", ["PASSWORD"] = PoolHarness.Password },
        })).ShouldBeRefused("InvalidParameterException", "Auth flow not enabled for this client");
        (await _house.AppAsync("InitiateAuth", new JsonObject
        {
            ["ClientId"] = client, ["AuthFlow"] = "ADMIN_USER_PASSWORD_AUTH", ["AuthParameters"] = new JsonObject(),
        })).ShouldBeRefused("InvalidParameterException", "Initiate Auth method not supported.");
    }

    [Fact]
    public async Task An_administrators_server_signs_in_and_answers_challenges()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        var input = new JsonObject
        {
            ["UserPoolId"] = pool, ["ClientId"] = client, ["AuthFlow"] = "ADMIN_USER_PASSWORD_AUTH",
            ["AuthParameters"] = new JsonObject { ["USERNAME"] = "ann", ["PASSWORD"] = PoolHarness.Password },
        };

        (await _house.OkAsync("AdminInitiateAuth", input)).ShouldContainKey("AuthenticationResult");
        (await _house.AppAsync("AdminInitiateAuth", input)).ShouldBeRefused("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    [Fact]
    public async Task An_invited_user_has_to_choose_a_password()
    {
        var pool = await _house.CreatePoolAsync();
        var client = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        var user = await _house.OkAsync("AdminCreateUser", new JsonObject
        {
            ["UserPoolId"] = pool, ["Username"] = "ann", ["UserAttributes"] = PoolHarness.Attributes(("email", "ann@example.com")),
        });
        user["User"]!["UserStatus"]!.GetValue<string>().ShouldBe("FORCE_CHANGE_PASSWORD");
        var temporary = _house.Sent.ShouldHaveSingleItem().Text.Split("password is ")[1].TrimEnd('.');

        var challenge = await _house.SignInAsync(client, password: temporary);
        challenge.Json["ChallengeName"]!.GetValue<string>().ShouldBe("NEW_PASSWORD_REQUIRED");
        challenge.Json["ChallengeParameters"]!["requiredAttributes"]!.GetValue<string>().ShouldBe("[]");
        challenge.Json["ChallengeParameters"]!["userAttributes"]!.GetValue<string>().ShouldContain("\"email\":\"ann@example.com\"");
        var session = challenge.Json["Session"]!.GetValue<string>();

        (await _house.AppAsync("RespondToAuthChallenge", NewPassword(client, session, "ann", "weak"))).ShouldBeRefused(
            "InvalidPasswordException", "Password did not conform with policy: Password not long enough");
        (await _house.AppAsync("RespondToAuthChallenge", NewPassword(client, session, "bob", PoolHarness.Password))).Status.ShouldBe(400);
        var done = await _house.AppAsync("RespondToAuthChallenge", NewPassword(client, session, "ann", PoolHarness.Password));
        done.Status.ShouldBe(200, done.Text);
        _house.Claims(pool, done.Json["AuthenticationResult"]!["IdToken"]!)["email"]!.GetValue<string>().ShouldBe("ann@example.com");
        (await _house.SignInAsync(client)).Status.ShouldBe(200);
        (await _house.AppAsync("RespondToAuthChallenge", NewPassword(client, session, "ann", "Other-1234"))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_temporary_password_ends()
    {
        var pool = await _house.CreatePoolAsync();
        var client = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        await _house.OkAsync("AdminCreateUser", new JsonObject
        {
            ["UserPoolId"] = pool, ["Username"] = "ann", ["TemporaryPassword"] = PoolHarness.Password,
        });
        _house.Clock.Now = _house.Clock.Now.AddDays(8);

        (await _house.SignInAsync(client)).ShouldBeRefused(
            "NotAuthorizedException", "Temporary password has expired and must be reset by an administrator.");
    }

    [Fact]
    public async Task Wrong_passwords_lock_a_name_and_also_one_that_is_not_there()
    {
        var (_, client) = await _house.CreateHouseAsync(client: new JsonObject { ["PreventUserExistenceErrors"] = "ENABLED" });
        foreach (var name in (string[])["ann", "nobody"])
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                (await _house.SignInAsync(client, name, "Wrong-1234")).ShouldBeRefused(
                    "NotAuthorizedException", "Incorrect username or password.");
            }

            (await _house.SignInAsync(client, name)).ShouldBeRefused("NotAuthorizedException", "Password attempts exceeded");
        }

        _house.Clock.Now = _house.Clock.Now.AddSeconds(1);
        (await _house.SignInAsync(client)).Status.ShouldBe(200);
    }

    private static JsonObject Refresh(string client, JsonObject tokens) => new()
    {
        ["ClientId"] = client, ["AuthFlow"] = "REFRESH_TOKEN_AUTH",
        ["AuthParameters"] = new JsonObject { ["REFRESH_TOKEN"] = tokens["RefreshToken"]!.DeepClone() },
    };

    private static JsonObject NewPassword(string client, string session, string name, string password) => new()
    {
        ["ClientId"] = client, ["ChallengeName"] = "NEW_PASSWORD_REQUIRED", ["Session"] = session,
        ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = name, ["NEW_PASSWORD"] = password },
    };
}
