using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Shouldly;

namespace Gatehouse.Tests.Services.CognitoIdp;

/// <summary>Pools, clients, groups, scopes, domains and users, as administrators' tools make them (security §6.2).</summary>
public sealed class PoolAdministrationTests
{
    private readonly PoolHarness _house = new();

    [Fact]
    public async Task A_pool_is_created_with_AWSs_defaults_shown_changed_listed_and_deleted()
    {
        var pool = await _house.CreatePoolAsync(new JsonObject { ["UserPoolTags"] = new JsonObject { ["a"] = "b" } });
        pool.ShouldMatch("^us-east-1_[0-9A-Za-z]{9}$");
        var shown = (await _house.OkAsync("DescribeUserPool", Of(pool)))["UserPool"]!;
        shown["Arn"]!.GetValue<string>().ShouldBe($"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{pool}");
        shown["MfaConfiguration"]!.GetValue<string>().ShouldBe("OFF");
        shown["Policies"]!["PasswordPolicy"]!.ToJsonString().ShouldBe(
            """{"MinimumLength":8,"RequireUppercase":true,"RequireLowercase":true,"RequireNumbers":true,"RequireSymbols":true,"TemporaryPasswordValidityDays":7}""");
        shown["SchemaAttributes"]!.AsArray().Count.ShouldBe(21);
        shown["EstimatedNumberOfUsers"]!.GetValue<int>().ShouldBe(0);

        await _house.OkAsync("UpdateUserPool", Of(pool, ("AutoVerifiedAttributes", new JsonArray("email"))));
        (await _house.OkAsync("DescribeUserPool", Of(pool)))["UserPool"]!["AutoVerifiedAttributes"]!.ToJsonString().ShouldBe("[\"email\"]");
        (await _house.OkAsync("ListUserPools", new JsonObject { ["MaxResults"] = 10 }))["UserPools"]![0]!["Id"]!.GetValue<string>().ShouldBe(pool);
        var arn = shown["Arn"]!.GetValue<string>();
        (await _house.OkAsync("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn }))["Tags"]!.ToJsonString().ShouldBe("""{"a":"b"}""");

        await _house.OkAsync("DeleteUserPool", Of(pool));
        (await _house.AdminAsync("DescribeUserPool", Of(pool))).ShouldBeRefused("ResourceNotFoundException", $"User pool {pool} does not exist.");
        _house.Store.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_protected_or_has_a_domain_is_not_deleted_and_triggers_are_not_ignored()
    {
        var pool = await _house.CreatePoolAsync(new JsonObject { ["DeletionProtection"] = "ACTIVE" });
        (await _house.AdminAsync("DeleteUserPool", Of(pool))).Status.ShouldBe(400);
        await _house.OkAsync("UpdateUserPool", Of(pool));
        await _house.OkAsync("CreateUserPoolDomain", Of(pool, ("Domain", "pets")));
        (await _house.AdminAsync("DeleteUserPool", Of(pool))).ShouldBeRefused(
            "InvalidParameterException", "User pool cannot be deleted. It has a domain configured that should be deleted first.");
        await _house.OkAsync("DeleteUserPoolDomain", Of(pool, ("Domain", "pets")));
        await _house.OkAsync("DeleteUserPool", Of(pool));

        // A trigger that guards sign-ups and is not run would be an open door.
        (await _house.AdminAsync("CreateUserPool", new JsonObject
        {
            ["PoolName"] = "p", ["LambdaConfig"] = new JsonObject { ["PreSignUp"] = "arn:aws:lambda:us-east-1:000000000000:function:f" },
        })).Status.ShouldBe(501);
    }

    [Fact]
    public async Task Missing_and_unknown_values_are_told_in_Corals_words_and_unbuilt_operations_named()
    {
        (await _house.AdminAsync("CreateUserPool", [])).ShouldBeRefused(
            "InvalidParameterException",
            "1 validation error detected: Value null at 'poolName' failed to satisfy constraint: Member must not be null");
        (await _house.AdminAsync("ListUserPools", new JsonObject { ["MaxResults"] = 61 })).Status.ShouldBe(400);
        var missing = await _house.AdminAsync("SetRiskConfiguration", Of(await _house.CreatePoolAsync()));
        (missing.Status, missing.Message).ShouldBe((501, "Gatehouse does not implement cognito-idp:SetRiskConfiguration yet."));
        (await _house.AdminAsync("NoSuchThing", [])).Json["__type"]!.GetValue<string>().ShouldBe("UnknownOperationException");
    }

    [Fact]
    public async Task A_client_is_checked_and_shown_with_its_secret()
    {
        var pool = await _house.CreatePoolAsync();
        var client = await _house.CreateClientAsync(pool, new JsonObject { ["GenerateSecret"] = true });
        client["ClientId"]!.GetValue<string>().ShouldMatch("^[0-9a-z]{26}$");
        (await _house.OkAsync("DescribeUserPoolClient", Of(pool, ("ClientId", client["ClientId"]!.DeepClone()))))["UserPoolClient"]!["ClientSecret"]!
            .GetValue<string>().ShouldBe(client["ClientSecret"]!.GetValue<string>());
        (await _house.OkAsync("ListUserPoolClients", Of(pool)))["UserPoolClients"]!.ToJsonString().ShouldNotContain("Secret");

        foreach (var (member, value, code) in new (string, JsonNode, string)[]
        {
            ("ExplicitAuthFlows", new JsonArray("ALLOW_USER_SRP_AUTH", "USER_PASSWORD_AUTH"), "InvalidParameterException"),
            ("CallbackURLs", new JsonArray("http://example.com/a"), "InvalidParameterException"),
            ("CallbackURLs", new JsonArray("https://example.com/a#b"), "InvalidParameterException"),
            ("CallbackURLs", new JsonArray("javascript:alert(1)"), "InvalidParameterException"),
            ("DefaultRedirectURI", "https://example.com", "InvalidParameterException"),
            ("AllowedOAuthScopes", new JsonArray("pets/read"), "ScopeDoesNotExistException"),
            ("SupportedIdentityProviders", new JsonArray("Google"), "InvalidParameterException"),
            ("AllowedOAuthFlows", new JsonArray("client_credentials"), "InvalidOAuthFlowException"),
            ("AccessTokenValidity", 25, "InvalidParameterException"),
            ("ReadAttributes", new JsonArray("custom:none"), "InvalidParameterException"),
        })
        {
            var refused = await _house.AdminAsync("CreateUserPoolClient", Of(pool, ("ClientName", "c"), (member, value)));
            (refused.Status, refused.ErrorType).ShouldBe((400, code), member);
        }
    }

    [Fact]
    public async Task Groups_are_in_the_tokens_of_their_members_first_the_least_precedence()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        await _house.OkAsync("CreateGroup", Of(pool, ("GroupName", "second"), ("Precedence", 2), ("RoleArn", "arn:aws:iam::000000000000:role/b")));
        await _house.OkAsync("CreateGroup", Of(pool, ("GroupName", "first"), ("Precedence", 1), ("RoleArn", "arn:aws:iam::000000000000:role/a")));
        (await _house.AdminAsync("CreateGroup", Of(pool, ("GroupName", "first")))).ShouldBeRefused(
            "GroupExistsException", "A group with the name already exists.");
        foreach (var name in (string[])["second", "first"])
        {
            await _house.OkAsync("AdminAddUserToGroup", Of(pool, ("Username", "ann"), ("GroupName", name)));
        }

        var tokens = await _house.TokensAsync(client);
        var claims = _house.Claims(pool, tokens["IdToken"]!);
        claims["cognito:groups"]!.ToJsonString().ShouldBe("""["first","second"]""");
        claims["cognito:preferred_role"]!.GetValue<string>().ShouldEndWith("role/a");
        _house.Claims(pool, tokens["AccessToken"]!)["cognito:groups"]!.AsArray().Count.ShouldBe(2);
        (await _house.OkAsync("ListUsersInGroup", Of(pool, ("GroupName", "first"))))["Users"]![0]!["Username"]!.GetValue<string>().ShouldBe("ann");
        await _house.OkAsync("DeleteGroup", Of(pool, ("GroupName", "first")));
        (await _house.OkAsync("AdminListGroupsForUser", Of(pool, ("Username", "ann"))))["Groups"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Custom_attributes_have_types_and_bounds_and_are_texts_in_tokens()
    {
        var (pool, client) = await _house.CreateHouseAsync(new JsonObject
        {
            ["Schema"] = new JsonArray(
                new JsonObject { ["Name"] = "level", ["AttributeDataType"] = "Number", ["NumberAttributeConstraints"] = new JsonObject { ["MaxValue"] = "9" } },
                new JsonObject { ["Name"] = "badge", ["AttributeDataType"] = "String", ["Mutable"] = false }),
        });
        await _house.OkAsync("AdminUpdateUserAttributes", Attributes(pool, ("custom:level", "7")));
        _house.Claims(pool, (await _house.TokensAsync(client))["IdToken"]!)["custom:level"]!.ToJsonString().ShouldBe("\"7\"");

        (await _house.AdminAsync("AdminUpdateUserAttributes", Attributes(pool, ("custom:level", "10")))).Status.ShouldBe(400);
        (await _house.AdminAsync("AdminUpdateUserAttributes", Attributes(pool, ("custom:badge", "x")))).ShouldBeRefused(
            "InvalidParameterException", "user.custom:badge: Attribute cannot be updated.\n");
        (await _house.AdminAsync("AdminUpdateUserAttributes", Attributes(pool, ("custom:none", "x")))).Status.ShouldBe(400);
        (await _house.AdminAsync("AdminUpdateUserAttributes", Attributes(pool, ("sub", "x")))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Users_are_found_by_filters_paged_disabled_and_deleted()
    {
        var (pool, client) = await _house.CreateHouseAsync();
        await _house.AddUserAsync(pool, "bob", ("email", "bob@example.com"));
        async Task<string[]> Names(string filter) =>
            [.. (await _house.OkAsync("ListUsers", Of(pool, ("Filter", filter))))["Users"]!.AsArray().Select(static one => one!["Username"]!.GetValue<string>())];

        (await Names("email = \"bob@example.com\"")).ShouldBe(["bob"]);
        (await Names("username ^= \"a\"")).ShouldBe(["ann"]);
        (await Names("cognito:user_status = \"CONFIRMED\"")).Length.ShouldBe(2);
        (await _house.AdminAsync("ListUsers", Of(pool, ("Filter", "password = \"x\"")))).Status.ShouldBe(400);
        var page = await _house.OkAsync("ListUsers", Of(pool, ("Limit", 1)));
        var rest = await _house.OkAsync("ListUsers", Of(pool, ("Limit", 1), ("PaginationToken", page["PaginationToken"]!.DeepClone())));
        rest["Users"]![0]!["Username"]!.GetValue<string>().ShouldBe("bob");
        rest.ShouldNotContainKey("PaginationToken");

        var tokens = await _house.TokensAsync(client);
        await _house.OkAsync("AdminDisableUser", Of(pool, ("Username", "ann")));
        (await _house.SignInAsync(client)).ShouldBeRefused("NotAuthorizedException", "User is disabled.");
        (await _house.AppAsync("GetUser", new JsonObject { ["AccessToken"] = tokens["AccessToken"]!.DeepClone() })).Status.ShouldBe(400);
        await _house.OkAsync("AdminEnableUser", Of(pool, ("Username", "ann")));
        (await _house.SignInAsync(client)).Status.ShouldBe(200);
        await _house.OkAsync("AdminDeleteUser", Of(pool, ("Username", "ann")));
        (await _house.AdminAsync("AdminGetUser", Of(pool, ("Username", "ann")))).ShouldBeRefused("UserNotFoundException", "User does not exist.");
        (await _house.Store.ListAsync<PoolSessionDocument>(new("000000000000", "us-east-1"), "", default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_account_or_region_sees_nothing_of_a_pool()
    {
        var pool = await _house.CreatePoolAsync();
        var answer = await _house.Control.SendAsync(
            "POST", "/", System.Text.Encoding.UTF8.GetBytes(Of(pool).ToJsonString()),
            ("X-Amz-Target", "AWSCognitoIdentityProviderService.DescribeUserPool"),
            ("Authorization", Skeleton.ControlPlaneHarness.Authorization("cognito-idp", key: "111111111111")), ("X-Amz-Date", "20260101T000000Z"));

        answer.ShouldBeRefused("ResourceNotFoundException", $"User pool {pool} does not exist.");
    }

    [Fact]
    public async Task Where_addresses_are_names_the_user_gets_an_id_and_the_address_is_one_of_a_kind()
    {
        var pool = await _house.CreatePoolAsync(new JsonObject { ["UsernameAttributes"] = new JsonArray("email") });
        var client = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        var user = await _house.AddUserAsync(pool, "ann@example.com");
        Guid.TryParse(user["Username"]!.GetValue<string>(), out _).ShouldBeTrue();

        (await _house.SignInAsync(client, "ANN@example.com")).Status.ShouldBe(200);
        (await _house.SrpAsync(pool, client, "ann@example.com", PoolHarness.Password)).Status.ShouldBe(200);
        (await _house.AdminAsync("AdminCreateUser", Of(pool, ("Username", "ann@example.com")))).ShouldBeRefused(
            "UsernameExistsException", "User account already exists");
        (await _house.AdminAsync("AdminCreateUser", Of(pool, ("Username", "ann")))).ShouldBeRefused(
            "InvalidParameterException", "Username should be an email.");
    }

    [Fact]
    public async Task Nobody_becomes_another_by_choosing_a_name()
    {
        // A sub or an alias of somebody is no free name: what is looked up by it would be another user.
        var pool = await _house.CreatePoolAsync(new JsonObject { ["AliasAttributes"] = new JsonArray("preferred_username") });
        var client = (await _house.CreateClientAsync(pool))["ClientId"]!.GetValue<string>();
        var ann = await _house.AddUserAsync(pool, "ann", ("preferred_username", "queen"));
        var sub = ann["Attributes"]!.AsArray().First(static one => one!["Name"]!.GetValue<string>() == "sub")!["Value"]!.GetValue<string>();

        foreach (var name in (string[])[sub, "queen", "ann"])
        {
            (await _house.AppAsync("SignUp", new JsonObject { ["ClientId"] = client, ["Username"] = name, ["Password"] = PoolHarness.Password }))
                .ShouldBeRefused("UsernameExistsException", "User already exists");
        }

        await _house.AddUserAsync(pool, "bob");
        (await _house.AdminAsync("AdminUpdateUserAttributes", Attributes(pool, "bob", ("preferred_username", "ann")))).Status.ShouldBe(400);
        (await _house.AdminAsync("AdminUpdateUserAttributes", Attributes(pool, "bob", ("preferred_username", "queen")))).ErrorType.ShouldBe("AliasExistsException");
        (await _house.SignInAsync(client, "queen")).Status.ShouldBe(200);
    }

    private static JsonObject Of(string pool, params (string Name, JsonNode Value)[] members)
    {
        var input = new JsonObject { ["UserPoolId"] = pool };
        foreach (var (name, value) in members)
        {
            input[name] = value;
        }

        return input;
    }

    private static JsonObject Attributes(string pool, params (string Name, string Value)[] attributes) => Attributes(pool, "ann", attributes);

    private static JsonObject Attributes(string pool, string user, params (string Name, string Value)[] attributes) =>
        Of(pool, ("Username", user), ("UserAttributes", PoolHarness.Attributes(attributes)));
}
