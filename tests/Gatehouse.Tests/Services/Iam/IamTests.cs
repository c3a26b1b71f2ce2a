using Shouldly;
using static Gatehouse.Tests.Services.Iam.IdentityHarness;

namespace Gatehouse.Tests.Services.Iam;

/// <summary>IAM as its clients see it (security §3, checklist "IAM and STS").</summary>
public sealed class IamTests
{
    private readonly IdentityHarness _house = new();

    [Fact]
    public async Task A_user_is_created_shown_renamed_listed_and_deleted()
    {
        var created = await _house.OkAsync("CreateUser", ("UserName", "Alice"), ("Path", "/team/"), ("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "b"));
        created["Arn"].ShouldBe($"arn:aws:iam::{Account}:user/team/Alice");
        created["UserId"].ShouldMatch("^AIDA[A-Z0-9]{17}$");
        created["CreateDate"].ShouldBe("2026-08-01T12:00:00Z");

        (await _house.OkAsync("GetUser", ("UserName", "Alice")))["Value"].ShouldBe("b");
        await _house.OkAsync("UpdateUser", ("UserName", "Alice"), ("NewUserName", "Bob"));
        (await _house.OkAsync("ListUsers")).All("UserName").ShouldBe(["Bob"]);
        (await _house.OkAsync("ListUsers", ("PathPrefix", "/other/"))).All("UserName").ShouldBeEmpty();
        await _house.OkAsync("DeleteUser", ("UserName", "Bob"));
        (await _house.IamAsync("GetUser", ("UserName", "Bob"))).ShouldRefuse(404, "NoSuchEntity", "The user with name Bob cannot be found.");
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_the_same()
    {
        await _house.OkAsync("CreateUser", ("UserName", "alice"));

        (await _house.IamAsync("CreateUser", ("UserName", "ALICE"))).ShouldRefuse(409, "EntityAlreadyExists", "User with name ALICE already exists.");
    }

    [Theory]
    [InlineData("a b", @"1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+")]
    public async Task A_name_of_wrong_form_is_told_in_IAMs_words(string name, string message)
    {
        (await _house.IamAsync("CreateUser", ("UserName", name))).ShouldRefuse(400, "ValidationError", message);
        (await _house.IamAsync("CreateUser")).ShouldRefuse(
            400, "ValidationError", "1 validation error detected: Value null at 'userName' failed to satisfy constraint: Member must not be null");
    }

    [Fact]
    public async Task Two_access_keys_and_no_third_and_the_secret_is_shown_once()
    {
        await _house.OkAsync("CreateUser", ("UserName", "alice"));
        var key = await _house.OkAsync("CreateAccessKey", ("UserName", "alice"));
        key["AccessKeyId"].ShouldMatch("^AKIA[A-Z2-7]{16}$");
        key["SecretAccessKey"].Length.ShouldBe(40);
        await _house.OkAsync("CreateAccessKey", ("UserName", "alice"));

        (await _house.IamAsync("CreateAccessKey", ("UserName", "alice"))).ShouldRefuse(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");
        (await _house.OkAsync("ListAccessKeys", ("UserName", "alice"))).Text.ShouldNotContain(key["SecretAccessKey"]);
        (await _house.IamAsync("DeleteUser", ("UserName", "alice"))).ShouldRefuse(409, "DeleteConflict", "Cannot delete entity, must delete access keys first.");
        _house.Logs.Lines.ShouldNotContain(line => line.Text.Contains(key["SecretAccessKey"]));
    }

    [Fact]
    public async Task An_inactive_key_is_refused_like_an_unknown_one() // §3.3
    {
        var alice = await _house.AddUserAsync("alice", Allow("\"*\""));
        (await _house.AskAsync("sts", "GetCallerIdentity", alice)).Status.ShouldBe(200);

        await _house.OkAsync("UpdateAccessKey", ("UserName", "alice"), ("AccessKeyId", alice.AccessKeyId), ("Status", "Inactive"));

        (await _house.AskAsync("sts", "GetCallerIdentity", alice)).ShouldRefuse(
            403, "InvalidClientTokenId", "The security token included in the request is invalid.");
    }

    [Fact]
    public async Task Documents_come_back_percent_encoded() // §3.1
    {
        const string Policy = """{"Version": "2012-10-17", "Statement": {"Effect":"Allow","Action":"*","Resource":"*"}}""";
        await _house.OkAsync("CreateUser", ("UserName", "alice"));
        await _house.OkAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "p"), ("PolicyDocument", Policy));
        (await _house.OkAsync("GetUserPolicy", ("UserName", "alice"), ("PolicyName", "p")))["PolicyDocument"].ShouldBe(Uri.EscapeDataString(Policy));

        var trust = Trust("{\"Service\":\"apigateway.amazonaws.com\"}");
        await _house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", trust));
        (await _house.OkAsync("GetRole", ("RoleName", "r")))["AssumeRolePolicyDocument"].ShouldBe(Uri.EscapeDataString(trust));

        var arn = (await _house.OkAsync("CreatePolicy", ("PolicyName", "m"), ("PolicyDocument", Policy)))["Arn"];
        (await _house.OkAsync("GetPolicyVersion", ("PolicyArn", arn), ("VersionId", "v1")))["Document"].ShouldBe(Uri.EscapeDataString(Policy));
        (await _house.OkAsync("DeleteUserPolicy", ("UserName", "alice"), ("PolicyName", "p"))).Text.ShouldNotContain("Result>");
        (await _house.IamAsync("GetUserPolicy", ("UserName", "alice"), ("PolicyName", "p"))).ShouldRefuse(
            404, "NoSuchEntity", "The user policy with name p cannot be found.");
    }

    [Fact]
    public async Task A_malformed_document_is_refused()
    {
        await _house.OkAsync("CreateUser", ("UserName", "alice"));
        (await _house.IamAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "p"), ("PolicyDocument", "{}"))).ShouldRefuse(
            400, "MalformedPolicyDocument", "Syntax errors in policy.");
        (await _house.IamAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", Allow("\"sts:AssumeRole\"")))).ShouldRefuse(
            400, "MalformedPolicyDocument", "Missing required field Principal");
    }

    [Fact]
    public async Task Lists_come_in_pages_and_always_say_whether_they_end() // §3.1
    {
        foreach (var name in "abc")
        {
            await _house.OkAsync("CreateUser", ("UserName", name.ToString()));
        }

        var first = await _house.OkAsync("ListUsers", ("MaxItems", "2"));
        (string.Join("", first.All("UserName")), first["IsTruncated"]).ShouldBe(("ab", "true"));
        var second = await _house.OkAsync("ListUsers", ("MaxItems", "2"), ("Marker", first["Marker"]));
        (string.Join("", second.All("UserName")), second["IsTruncated"]).ShouldBe(("c", "false"));
        (await _house.IamAsync("ListUsers", ("MaxItems", "0"))).Status.ShouldBe(400);
        (await _house.IamAsync("ListUsers", ("Marker", "?"))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_sixth_version_an_eleventh_attachment_and_an_eleventh_group_are_refused()
    {
        await _house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", Trust("\"*\"")));
        for (var i = 0; i < 11; i++)
        {
            var arn = (await _house.OkAsync("CreatePolicy", ("PolicyName", $"p{i}"), ("PolicyDocument", Allow("\"*\""))))["Arn"];
            var attached = await _house.IamAsync("AttachRolePolicy", ("RoleName", "r"), ("PolicyArn", arn));
            if (i == 10)
            {
                attached.ShouldRefuse(409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10");
            }

            await _house.IamAsync("AttachRolePolicy", ("RoleName", "r"), ("PolicyArn", arn)); // again is no fault
        }

        const string First = $"arn:aws:iam::{Account}:policy/p0";
        for (var i = 2; i <= 5; i++)
        {
            await _house.OkAsync("CreatePolicyVersion", ("PolicyArn", First), ("PolicyDocument", Allow("\"*\"")));
        }

        (await _house.IamAsync("CreatePolicyVersion", ("PolicyArn", First), ("PolicyDocument", Allow("\"*\"")))).ShouldRefuse(
            409, "LimitExceeded", "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.");
        (await _house.IamAsync("DeletePolicyVersion", ("PolicyArn", First), ("VersionId", "v1"))).ShouldRefuse(
            409, "DeleteConflict", "Cannot delete the default version of a policy.");
        (await _house.IamAsync("DeletePolicy", ("PolicyArn", First))).ShouldRefuse(409, "DeleteConflict", "Cannot delete a policy attached to entities.");
        (await _house.IamAsync("DeleteRole", ("RoleName", "r"))).ShouldRefuse(409, "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        (await _house.OkAsync("ListEntitiesForPolicy", ("PolicyArn", First)))["RoleName"].ShouldBe("r");
        (await _house.OkAsync("ListAttachedRolePolicies", ("RoleName", "r"))).All("PolicyName").Count.ShouldBe(10);
        await _house.OkAsync("DetachRolePolicy", ("RoleName", "r"), ("PolicyArn", First));
        (await _house.IamAsync("DetachRolePolicy", ("RoleName", "r"), ("PolicyArn", First))).ShouldRefuse(404, "NoSuchEntity", $"Policy {First} was not found.");
        (await _house.IamAsync("DeletePolicy", ("PolicyArn", First))).ShouldRefuse(
            409, "DeleteConflict",
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.");
    }

    [Fact]
    public async Task Groups_have_members_and_their_policies_count()
    {
        var alice = await _house.AddUserAsync("alice");
        await _house.OkAsync("CreateGroup", ("GroupName", "team"));
        await _house.OkAsync("AttachGroupPolicy", ("GroupName", "team"), ("PolicyArn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess"));
        (await _house.AskAsync("iam", "ListUsers", alice)).Status.ShouldBe(403);

        await _house.OkAsync("AddUserToGroup", ("GroupName", "team"), ("UserName", "alice"));

        (await _house.AskAsync("iam", "ListUsers", alice)).Status.ShouldBe(200);
        (await _house.OkAsync("GetGroup", ("GroupName", "team")))["UserName"].ShouldBe("alice");
        (await _house.OkAsync("ListGroupsForUser", ("UserName", "alice")))["GroupName"].ShouldBe("team");
        (await _house.IamAsync("DeleteGroup", ("GroupName", "team"))).ShouldRefuse(409, "DeleteConflict", "Cannot delete entity, must remove users from group first.");
    }

    [Fact]
    public async Task A_trusted_user_who_is_created_anew_is_shown_as_the_bare_id() // §2.4
    {
        const string Arn = $"arn:aws:iam::{Account}:user/alice";
        var id = (await _house.OkAsync("CreateUser", ("UserName", "alice")))["UserId"];
        await _house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", Trust($"{{\"AWS\":\"{Arn}\"}}")));
        Uri.UnescapeDataString((await _house.OkAsync("GetRole", ("RoleName", "r")))["AssumeRolePolicyDocument"]).ShouldContain(Arn);

        await _house.OkAsync("DeleteUser", ("UserName", "alice"));
        await _house.OkAsync("CreateUser", ("UserName", "alice"));

        var shown = Uri.UnescapeDataString((await _house.OkAsync("GetRole", ("RoleName", "r")))["AssumeRolePolicyDocument"]);
        shown.ShouldContain(id);
        shown.ShouldNotContain(Arn);
    }

    [Fact]
    public async Task What_is_not_kept_is_an_empty_list_or_not_there()
    {
        await _house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", Trust("\"*\"")));
        (await _house.OkAsync("ListInstanceProfilesForRole", ("RoleName", "r")))["IsTruncated"].ShouldBe("false");
        (await _house.IamAsync("GetAccountPasswordPolicy")).Status.ShouldBe(404);
        (await _house.IamAsync("NoSuchThing")).ShouldRefuse(400, "InvalidAction", "Could not find operation NoSuchThing for version 2010-05-08");
    }

    [Fact]
    public async Task A_simulation_says_what_the_live_engine_does() // checklist, last line of "Policy engine"
    {
        var alice = await _house.AddUserAsync("alice", Allow("[\"iam:ListUsers\",\"iam:GetUser\"]"));
        await _house.OkAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "q"), ("PolicyDocument", Allow("\"iam:GetUser\"", effect: "Deny")));

        var simulated = await _house.OkAsync(
            "SimulatePrincipalPolicy", ("PolicySourceArn", $"arn:aws:iam::{Account}:user/alice"), ("ActionNames.member.1", "iam:ListUsers"),
            ("ActionNames.member.2", "iam:GetUser"), ("ActionNames.member.3", "iam:ListRoles"));

        simulated.All("EvalDecision").ShouldBe(["allowed", "explicitDeny", "implicitDeny"]);
        (await _house.AskAsync("iam", "ListUsers", alice)).Status.ShouldBe(200);
        (await _house.AskAsync("iam", "GetUser", alice)).ShouldRefuse(
            403, "AccessDenied",
            $"User: arn:aws:iam::{Account}:user/alice is not authorized to perform: iam:GetUser on resource: arn:aws:iam::{Account}:user/alice with an explicit deny in an identity-based policy");
        (await _house.AskAsync("iam", "ListRoles", alice)).ShouldRefuse(
            403, "AccessDenied",
            $"User: arn:aws:iam::{Account}:user/alice is not authorized to perform: iam:ListRoles on resource: * because no identity-based policy allows the iam:ListRoles action");
    }

    [Fact]
    public async Task A_custom_simulation_names_the_keys_that_are_missing()
    {
        const string Policy = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}}""";
        var simulated = await _house.OkAsync(
            "SimulateCustomPolicy", ("PolicyInputList.member.1", Policy), ("ActionNames.member.1", "s3:GetObject"), ("ResourceArns.member.1", "arn:aws:s3:::b/x"));
        simulated["EvalDecision"].ShouldBe("implicitDeny");
        simulated.Xml.Descendants().Single(e => e.Name.LocalName == "MissingContextValues").Elements().Select(e => e.Value).ShouldBe(["aws:username", "aws:SourceIp"]);

        (await _house.OkAsync(
            "SimulateCustomPolicy", ("PolicyInputList.member.1", Policy), ("ActionNames.member.1", "s3:GetObject"), ("ResourceArns.member.1", "arn:aws:s3:::b/x"),
            ("ContextEntries.member.1.ContextKeyName", "aws:username"), ("ContextEntries.member.1.ContextKeyValues.member.1", "x"), ("ContextEntries.member.1.ContextKeyType", "string"),
            ("ContextEntries.member.2.ContextKeyName", "aws:SourceIp"), ("ContextEntries.member.2.ContextKeyValues.member.1", "10.1.1.1"), ("ContextEntries.member.2.ContextKeyType", "ip")))
            ["EvalDecision"].ShouldBe("allowed");
        (await _house.OkAsync("GetContextKeysForCustomPolicy", ("PolicyInputList.member.1", Policy))).Text.ShouldContain("aws:SourceIp");
    }

    [Fact]
    public async Task A_service_linked_role_is_its_services()
    {
        var role = await _house.OkAsync("CreateServiceLinkedRole", ("AWSServiceName", "ops.apigateway.amazonaws.com"));
        role["Arn"].ShouldBe($"arn:aws:iam::{Account}:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway");

        (await _house.IamAsync("DeleteRole", ("RoleName", "AWSServiceRoleForAPIGateway")))["Code"].ShouldBe("UnmodifiableEntity");
        await _house.OkAsync("DeleteServiceLinkedRole", ("RoleName", "AWSServiceRoleForAPIGateway"));
    }
}
