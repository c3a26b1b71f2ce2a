using System.Text.Json.Nodes;
using Shouldly;

namespace Gatehouse.Tests.Services.CognitoIdp;

/// <summary>What users do for themselves, and what nobody learns about them (security §6.2).</summary>
public sealed class SelfServiceTests
{
    private readonly PoolHarness _house = new();

    [Fact]
    public async Task A_user_signs_up_confirms_and_has_a_verified_address()
    {
        var (pool, client) = await OpenAsync();
        var signedUp = await SignUpAsync(client);
        signedUp.Json["UserConfirmed"]!.GetValue<bool>().ShouldBeFalse();
        signedUp.Json["CodeDeliveryDetails"]!.ToJsonString().ShouldBe(
            """{"Destination":"a***@e***","DeliveryMedium":"EMAIL","AttributeName":"email"}""");
        (await _house.SignInAsync(client)).ShouldBeRefused("UserNotConfirmedException", "User is not confirmed.");
        (await SignUpAsync(client)).ShouldBeRefused("UsernameExistsException", "User already exists");

        (await ConfirmAsync(client, Other(_house.Code))).ShouldBeRefused(
            "CodeMismatchException", "Invalid verification code provided, please try again.");
        (await ConfirmAsync(client, _house.Code)).Status.ShouldBe(200);
        (await ConfirmAsync(client, _house.Code)).ShouldBeRefused(
            "NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED");
        _house.Claims(pool, (await _house.TokensAsync(client))["IdToken"]!)["email_verified"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_code_ends_and_five_wrong_ones_end_it_too_until_it_is_sent_anew()
    {
        var (_, client) = await OpenAsync();
        await SignUpAsync(client);
        var code = _house.Code;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            (await ConfirmAsync(client, Other(code))).ErrorType.ShouldBe("CodeMismatchException");
        }

        (await ConfirmAsync(client, code)).ShouldBeRefused("LimitExceededException", "Attempt limit exceeded, please try after some time.");
        await _house.OkAsync("ResendConfirmationCode", new JsonObject { ["ClientId"] = client, ["Username"] = "ann" }, isSigned: false);
        _house.Clock.Now = _house.Clock.Now.AddHours(25);
        (await ConfirmAsync(client, _house.Code)).ShouldBeRefused("ExpiredCodeException", "Invalid code provided, please request a code again.");
    }

    [Fact]
    public async Task Messages_are_bounded()
    {
        var (_, client) = await OpenAsync();
        await SignUpAsync(client);
        var input = new JsonObject { ["ClientId"] = client, ["Username"] = "ann" };
        for (var message = 0; message < 20; message++)
        {
            await _house.OkAsync("ResendConfirmationCode", input, isSigned: false);
        }

        (await _house.AppAsync("ResendConfirmationCode", input)).ErrorType.ShouldBe("LimitExceededException");
        _house.Clock.Now = _house.Clock.Now.AddHours(1);
        (await _house.AppAsync("ResendConfirmationCode", input)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_by_a_code_and_the_old_one_is_gone()
    {
        var (pool, client) = await OpenAsync();
        await _house.AddUserAsync(pool, "ann", ("email", "ann@example.com"), ("email_verified", "true"));
        await _house.OkAsync("ForgotPassword", new JsonObject { ["ClientId"] = client, ["Username"] = "ann" }, isSigned: false);
        var input = new JsonObject
        {
            ["ClientId"] = client, ["Username"] = "ann", ["ConfirmationCode"] = _house.Code, ["Password"] = "weak",
        };

        (await _house.AppAsync("ConfirmForgotPassword", input)).ErrorType.ShouldBe("InvalidPasswordException");
        input["Password"] = "Other-1234";
        (await _house.AppAsync("ConfirmForgotPassword", input)).Status.ShouldBe(200);
        (await _house.AppAsync("ConfirmForgotPassword", input)).ErrorType.ShouldBe("ExpiredCodeException");
        (await _house.SignInAsync(client)).Status.ShouldBe(400);
        (await _house.SignInAsync(client, password: "Other-1234")).Status.ShouldBe(200);

        await _house.OkAsync("AdminResetUserPassword", new JsonObject { ["UserPoolId"] = pool, ["Username"] = "ann" });
        (await _house.SignInAsync(client, password: "Other-1234")).ShouldBeRefused(
            "PasswordResetRequiredException", "Password reset required for the user");
    }

    [Fact]
    public async Task Who_is_a_user_is_hidden_when_the_client_asks_for_it() // PreventUserExistenceErrors
    {
        var pool = await _house.CreatePoolAsync(new JsonObject { ["AutoVerifiedAttributes"] = new JsonArray("email") });
        var hiding = (await _house.CreateClientAsync(pool, new JsonObject { ["PreventUserExistenceErrors"] = "ENABLED" }))["ClientId"]!.GetValue<string>();
        var telling = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        await _house.AddUserAsync(pool, "ann", ("email", "ann@example.com"), ("email_verified", "true"));
        JsonObject Of(string client, string name) => new() { ["ClientId"] = client, ["Username"] = name };

        (await _house.SignInAsync(hiding, "nobody")).ShouldBeRefused("NotAuthorizedException", "Incorrect username or password.");
        (await _house.SignInAsync(telling, "nobody")).ShouldBeRefused("UserNotFoundException", "User does not exist.");
        (await _house.AppAsync("ForgotPassword", Of(telling, "nobody"))).ErrorType.ShouldBe("UserNotFoundException");
        var (known, unknown) = (await _house.AppAsync("ForgotPassword", Of(hiding, "ann")), await _house.AppAsync("ForgotPassword", Of(hiding, "nobody")));
        (unknown.Status, unknown.Json["CodeDeliveryDetails"]!.AsObject().Count).ShouldBe((known.Status, known.Json["CodeDeliveryDetails"]!.AsObject().Count));

        // SRP: the same salt every time, and the same refusal in the end.
        (await _house.SrpAsync(pool, hiding, "nobody", PoolHarness.Password)).ShouldBeRefused(
            "NotAuthorizedException", "Incorrect username or password.");
        async Task<string> Salt(string name) => (await _house.OkAsync("InitiateAuth", new JsonObject
        {
            ["ClientId"] = hiding, ["AuthFlow"] = "USER_SRP_AUTH", ["AuthParameters"] = new JsonObject { ["USERNAME"] = name, ["SRP_A"] = "abc123" },
        }))["ChallengeParameters"]!["SALT"]!.GetValue<string>();
        (await Salt("nobody")).ShouldBe(await Salt("nobody"));
        (await Salt("nobody")).ShouldNotBe(await Salt("somebody"));
    }

    [Fact]
    public async Task An_app_may_not_verify_addresses_nor_write_what_it_was_not_given()
    {
        var (pool, client) = await OpenAsync();
        await _house.AddUserAsync(pool, "ann", ("email", "ann@example.com"), ("email_verified", "true"));
        var access = (await _house.TokensAsync(client))["AccessToken"]!;
        JsonObject Update(params (string, string)[] attributes) => new()
        {
            ["AccessToken"] = access.DeepClone(), ["UserAttributes"] = PoolHarness.Attributes(attributes),
        };

        (await _house.AppAsync("UpdateUserAttributes", Update(("email_verified", "true")))).ShouldBeRefused(
            "NotAuthorizedException", "A client attempted to write unauthorized attribute");
        (await _house.AppAsync("SignUp", new JsonObject
        {
            ["ClientId"] = client, ["Username"] = "eve", ["Password"] = PoolHarness.Password,
            ["UserAttributes"] = PoolHarness.Attributes(("email", "ann@example.com"), ("email_verified", "true")),
        })).Status.ShouldBe(400);

        // A changed address is unverified until its code comes back.
        (await _house.AppAsync("UpdateUserAttributes", Update(("email", "new@example.com")))).Status.ShouldBe(200);
        _house.Sent[^1].Destination.ShouldBe("new@example.com");
        (await _house.OkAsync("GetUser", new JsonObject { ["AccessToken"] = access.DeepClone() }, isSigned: false)).ToJsonString()
            .ShouldContain("""{"Name":"email_verified","Value":"false"}""");
        (await _house.AppAsync("VerifyUserAttribute", new JsonObject
        {
            ["AccessToken"] = access.DeepClone(), ["AttributeName"] = "email", ["Code"] = _house.Code,
        })).Status.ShouldBe(200);
        (await _house.OkAsync("GetUser", new JsonObject { ["AccessToken"] = access.DeepClone() }, isSigned: false)).ToJsonString()
            .ShouldContain("""{"Name":"email_verified","Value":"true"}""");
    }

    [Fact]
    public async Task Tokens_of_others_and_ended_ones_open_nothing()
    {
        var (pool, client) = await OpenAsync();
        await _house.AddUserAsync(pool, "ann");
        var tokens = await _house.TokensAsync(client);
        JsonObject With(JsonNode token) => new() { ["AccessToken"] = token.DeepClone() };

        (await _house.AppAsync("GetUser", With(tokens["IdToken"]!))).ShouldBeRefused("NotAuthorizedException", "Invalid Access Token");
        (await _house.AppAsync("GetUser", With("a.b.c"))).ShouldBeRefused("NotAuthorizedException", "Invalid Access Token");
        await _house.OkAsync("GlobalSignOut", With(tokens["AccessToken"]!), isSigned: false);
        (await _house.AppAsync("GetUser", With(tokens["AccessToken"]!))).ShouldBeRefused("NotAuthorizedException", "Access Token has been revoked");
        var late = await _house.TokensAsync(client);
        _house.Clock.Now = _house.Clock.Now.AddHours(1);
        (await _house.AppAsync("GetUser", With(late["AccessToken"]!))).ShouldBeRefused("NotAuthorizedException", "Access Token has expired");
    }

    [Fact]
    public async Task Nothing_secret_is_logged_or_stored_in_the_open_kinds()
    {
        var (_, client) = await OpenAsync();
        await SignUpAsync(client);
        await ConfirmAsync(client, _house.Code);
        var tokens = await _house.TokensAsync(client);

        foreach (var secret in (string[])[PoolHarness.Password, _house.Code, tokens["RefreshToken"]!.GetValue<string>(), tokens["AccessToken"]!.GetValue<string>()])
        {
            _house.Control.Logs.Lines.ShouldNotContain(line => line.Text.Contains(secret));
        }

        _house.Sent[0].ToString().ShouldNotContain(_house.Code);
        foreach (var kind in (string[])["cognito-idp/user", "cognito-idp/client", "cognito-idp/keys", "cognito-idp/provider"])
        {
            Gatehouse.Model.Documents.SecretDocuments.Kinds.ShouldContain(kind); // sealed at rest, security §11.14
        }
    }

    private async Task<(string Pool, string Client)> OpenAsync()
    {
        var pool = await _house.CreatePoolAsync(new JsonObject { ["AutoVerifiedAttributes"] = new JsonArray("email") });
        return (pool, (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>());
    }

    private Task<Skeleton.Answer> SignUpAsync(string client) => _house.AppAsync("SignUp", new JsonObject
    {
        ["ClientId"] = client, ["Username"] = "ann", ["Password"] = PoolHarness.Password,
        ["UserAttributes"] = PoolHarness.Attributes(("email", "ann@example.com")),
    });

    private Task<Skeleton.Answer> ConfirmAsync(string client, string code) => _house.AppAsync(
        "ConfirmSignUp", new JsonObject { ["ClientId"] = client, ["Username"] = "ann", ["ConfirmationCode"] = code });

    private static string Other(string code) => code == "000000" ? "000001" : "000000";
}
