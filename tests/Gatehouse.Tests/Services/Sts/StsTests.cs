using Gatehouse.Model.Identities;
using Gatehouse.Tests.Services.Iam;
using Gatehouse.Wire.SigV4;
using Shouldly;
using static Gatehouse.Tests.Services.Iam.IdentityHarness;

namespace Gatehouse.Tests.Services.Sts;

/// <summary>STS as its clients see it (security §3.5, checklist "IAM and STS").</summary>
public sealed class StsTests
{
    private const string RoleArn = $"arn:aws:iam::{Account}:role/r";

    private readonly IdentityHarness _house = new();

    [Fact]
    public async Task GetCallerIdentity_names_root_user_and_session_and_needs_no_permission()
    {
        (await _house.AskAsync("sts", "GetCallerIdentity"))["Arn"].ShouldBe($"arn:aws:iam::{Account}:root");
        var alice = await _house.AddUserAsync("alice", Allow("\"*\"", effect: "Deny"));
        var identity = await _house.AskAsync("sts", "GetCallerIdentity", alice);
        (identity["Arn"], identity["Account"]).ShouldBe(($"arn:aws:iam::{Account}:user/alice", Account));
        identity["UserId"].ShouldStartWith("AIDA");

        await RoleAsync(Trust($"{{\"AWS\":\"arn:aws:iam::{Account}:user/bob\"}}"));
        var bob = await _house.AddUserAsync("bob");
        await TrustAsync(Trust($"{{\"AWS\":\"arn:aws:iam::{Account}:user/bob\"}}"));
        var session = (await AssumeAsync(bob)).Credentials();
        (await _house.AskAsync("sts", "GetCallerIdentity", session))["Arn"].ShouldBe($"arn:aws:sts::{Account}:assumed-role/r/s1");
    }

    [Fact]
    public async Task The_trust_policy_decides_and_says_not_why()
    {
        var alice = await _house.AddUserAsync("alice");
        var refusal = $"User: arn:aws:iam::{Account}:user/alice is not authorized to perform: sts:AssumeRole on resource: {RoleArn}";
        (await AssumeAsync(alice)).ShouldRefuse(403, "AccessDenied", refusal); // no such role

        await RoleAsync(Trust("{\"Service\":\"lambda.amazonaws.com\"}"));
        (await AssumeAsync(alice)).ShouldRefuse(403, "AccessDenied", refusal);

        await TrustAsync(Trust($"{{\"AWS\":\"{Account}\"}}"));
        (await AssumeAsync(alice)).ShouldRefuse(403, "AccessDenied", refusal); // the account would have to hand it on

        await _house.OkAsync("PutUserPolicy", ("UserName", "alice"), ("PolicyName", "p"), ("PolicyDocument", Allow("\"sts:AssumeRole\"", RoleArn)));
        var assumed = await AssumeAsync(alice);
        assumed.Status.ShouldBe(200, assumed.Text);
        assumed["AccessKeyId"].ShouldStartWith("ASIA");
        assumed["AssumedRoleId"].ShouldMatch("^AROA[A-Z0-9]{17}:s1$");
        assumed["Expiration"].ShouldBe("2026-08-01T13:00:00Z");
        (await AssumeAsync(Root)).Status.ShouldBe(403); // roles are not for the root (§3.5)
    }

    [Fact]
    public async Task Conditions_of_the_trust_policy_hold()
    {
        var alice = await _house.AddUserAsync("alice");
        await RoleAsync(Trust($"{{\"AWS\":\"arn:aws:iam::{Account}:user/alice\"}}", ""","Condition":{"StringEquals":{"sts:ExternalId":"secret-42"}}"""));

        (await AssumeAsync(alice)).Status.ShouldBe(403);
        (await AssumeAsync(alice, ("ExternalId", "other"))).Status.ShouldBe(403);
        (await AssumeAsync(alice, ("ExternalId", "secret-42"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Durations_have_their_limits_and_chains_end_after_an_hour()
    {
        var alice = await _house.AddUserAsync("alice");
        await RoleAsync(Trust($"{{\"AWS\":[\"arn:aws:iam::{Account}:user/alice\",\"{Account}\"]}}"), Allow("\"*\""));

        (await AssumeAsync(alice, ("DurationSeconds", "3601"))).ShouldRefuse(
            400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        (await AssumeAsync(alice, ("DurationSeconds", "899"))).Status.ShouldBe(400);
        await _house.OkAsync("UpdateRole", ("RoleName", "r"), ("MaxSessionDuration", "7200"));
        var session = (await AssumeAsync(alice, ("DurationSeconds", "7200"))).Credentials();

        (await AssumeAsync(session, ("DurationSeconds", "3601"))).ShouldRefuse(
            400, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        (await AssumeAsync(session)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_session_ends_and_its_token_is_nobody_elses() // §1.8
    {
        var alice = await _house.AddUserAsync("alice");
        await RoleAsync(Trust($"{{\"AWS\":\"arn:aws:iam::{Account}:user/alice\"}}"), Allow("\"iam:*\""));
        var session = (await AssumeAsync(alice)).Credentials();
        (await _house.AskAsync("iam", "ListUsers", session)).Status.ShouldBe(200);

        (await _house.AskAsync("iam", "ListUsers", new SigningCredentials(session.AccessKeyId, session.SecretAccessKey, null))).ShouldRefuse(
            403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        (await _house.AskAsync("iam", "ListUsers", new SigningCredentials(alice.AccessKeyId, alice.SecretAccessKey, session.SessionToken))).Status.ShouldBe(403);

        _house.Clock.Now = _house.Clock.Now.AddHours(1);
        (await _house.AskAsync("iam", "ListUsers", session)).ShouldRefuse(
            403, "ExpiredToken", "The security token included in the request is expired");
    }

    [Fact]
    public async Task A_session_policy_and_session_tags_narrow_what_the_role_may()
    {
        var alice = await _house.AddUserAsync("alice");
        await RoleAsync(
            $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Account}}:user/alice"},"Action":["sts:AssumeRole","sts:TagSession"]}]}""",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/team":"red"}}}]}""");

        (await _house.AskAsync("iam", "ListUsers", (await AssumeAsync(alice)).Credentials())).Status.ShouldBe(403);
        var tagged = await AssumeAsync(alice, ("Tags.member.1.Key", "Team"), ("Tags.member.1.Value", "red"), ("Policy", Allow("\"iam:ListUsers\"")));
        tagged["PackedPolicySize"].ShouldNotBeEmpty();
        (await _house.AskAsync("iam", "ListUsers", tagged.Credentials())).Status.ShouldBe(200);
        (await _house.AskAsync("iam", "ListRoles", tagged.Credentials())).Status.ShouldBe(403);
        (await AssumeAsync(alice, ("Tags.member.1.Key", "a"), ("Tags.member.1.Value", "1"), ("Tags.member.2.Key", "A"), ("Tags.member.2.Value", "2")))
            .ShouldRefuse(400, "InvalidParameterValue", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        (await AssumeAsync(alice, ("Policy", "{"))).ShouldRefuse(400, "MalformedPolicyDocument", "Syntax errors in policy.");
    }

    [Fact]
    public async Task Credentials_of_GetSessionToken_reach_no_IAM() // §3.5
    {
        var alice = await _house.AddUserAsync("alice", Allow("\"*\""));
        var session = (await _house.AskAsync("sts", "GetSessionToken", alice)).Credentials();

        (await _house.AskAsync("sts", "GetCallerIdentity", session))["Arn"].ShouldBe($"arn:aws:iam::{Account}:user/alice");
        (await _house.AskAsync("iam", "ListUsers", session)).Status.ShouldBe(403);
        (await _house.RestAsync(session, "GET", "/restapis")).Status.ShouldBe(200);
        (await _house.AskAsync("sts", "GetSessionToken", session)).ShouldRefuse(403, "AccessDenied", "Cannot call GetSessionToken with session credentials");
    }

    [Fact]
    public async Task A_federated_user_may_what_both_policies_allow()
    {
        var alice = await _house.AddUserAsync("alice", Allow("[\"apigateway:GET\",\"sts:GetFederationToken\"]"));
        var bare = await _house.AskAsync("sts", "GetFederationToken", alice, ("Name", "fred"));
        bare["FederatedUserId"].ShouldBe($"{Account}:fred");
        (await _house.RestAsync(bare.Credentials(), "GET", "/restapis")).Status.ShouldBe(403);

        var fred = (await _house.AskAsync("sts", "GetFederationToken", alice, ("Name", "fred"), ("Policy", Allow("\"apigateway:*\"")))).Credentials();
        (await _house.RestAsync(fred, "GET", "/restapis")).Status.ShouldBe(200);
        (await _house.RestAsync(fred, "POST", "/restapis", """{"name":"x"}""")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task GetAccessKeyInfo_finds_the_account()
    {
        var alice = await _house.AddUserAsync("alice");
        (await _house.AskAsync("sts", "GetAccessKeyInfo", null, ("AccessKeyId", alice.AccessKeyId)))["Account"].ShouldBe(Account);
        (await _house.AskAsync("sts", "GetAccessKeyInfo", null, ("AccessKeyId", "AKIAXXXXXXXXXXXXXXXX"))).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData(WebIdentityStatus.Valid, 200, null, null)]
    [InlineData(WebIdentityStatus.UnknownIssuer, 400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://issuer.example/")]
    [InlineData(WebIdentityStatus.WrongAudience, 400, "InvalidIdentityToken", "Incorrect token audience")]
    [InlineData(WebIdentityStatus.Expired, 400, "ExpiredTokenException", "Token expired: current date/time 1785585600 must be before the expiration date/time 1785585500")]
    [InlineData(WebIdentityStatus.BadSignature, 400, "InvalidIdentityToken", "The token is not a valid identity token.")]
    public async Task AssumeRoleWithWebIdentity_is_unsigned_and_believes_registered_issuers(
        WebIdentityStatus status, int answer, string? code, string? message)
    {
        var house = new IdentityHarness(new FakeTokens(status));
        await house.OkAsync("CreateOpenIDConnectProvider", ("Url", "https://issuer.example/"), ("ClientIDList.member.1", "app"));
        await house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", Trust(
            $"{{\"Federated\":\"arn:aws:iam::{Account}:oidc-provider/issuer.example\"}}", ""","Condition":{"StringEquals":{"issuer.example:aud":"app"},"StringLike":{"issuer.example:sub":"repo:*"}}""",
            "sts:AssumeRoleWithWebIdentity")));

        var sent = await house.Control.SendAsync(
            "POST", "/",
            System.Text.Encoding.UTF8.GetBytes($"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn={Uri.EscapeDataString(RoleArn)}&RoleSessionName=s1&WebIdentityToken=a.b.c"),
            ("Content-Type", "application/x-www-form-urlencoded"));

        var assumed = new XmlAnswer(sent.Status, sent.Text);
        assumed.Status.ShouldBe(answer, sent.Text);
        if (code is not null)
        {
            assumed.ShouldRefuse(answer, code, message!);
            return;
        }

        (assumed["SubjectFromWebIdentityToken"], assumed["Audience"]).ShouldBe(("repo:a", "app"));
        (await house.AskAsync("sts", "GetCallerIdentity", assumed.Credentials()))["Arn"].ShouldBe($"arn:aws:sts::{Account}:assumed-role/r/s1");
    }

    [Fact]
    public async Task A_bearer_whom_the_trust_policy_does_not_mean_is_refused()
    {
        var house = new IdentityHarness(new FakeTokens(WebIdentityStatus.Valid));
        await house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", Trust(
            $"{{\"Federated\":\"arn:aws:iam::{Account}:oidc-provider/issuer.example\"}}", ""","Condition":{"StringEquals":{"issuer.example:sub":"repo:b"}}""", "sts:AssumeRoleWithWebIdentity")));

        var sent = await house.Control.SendAsync(
            "POST", "/", System.Text.Encoding.UTF8.GetBytes($"Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn={RoleArn}&RoleSessionName=s1&WebIdentityToken=a.b.c"),
            ("Content-Type", "application/x-www-form-urlencoded"));

        new XmlAnswer(sent.Status, sent.Text).ShouldRefuse(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    }

    [Fact]
    public async Task Unsigned_calls_of_everything_else_miss_their_token()
    {
        var sent = await _house.Control.SendAsync(
            "POST", "/", System.Text.Encoding.UTF8.GetBytes("Action=GetCallerIdentity&Version=2011-06-15"), ("Content-Type", "application/x-www-form-urlencoded"));

        new XmlAnswer(sent.Status, sent.Text).ShouldRefuse(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
    }

    private async Task RoleAsync(string trust, string? policy = null)
    {
        await _house.OkAsync("CreateRole", ("RoleName", "r"), ("AssumeRolePolicyDocument", trust));
        if (policy is not null)
        {
            await _house.OkAsync("PutRolePolicy", ("RoleName", "r"), ("PolicyName", "p"), ("PolicyDocument", policy));
        }
    }

    private Task TrustAsync(string trust) => _house.OkAsync("UpdateAssumeRolePolicy", ("RoleName", "r"), ("PolicyDocument", trust));

    private Task<XmlAnswer> AssumeAsync(SigningCredentials who, params (string Name, string Value)[] more) =>
        _house.AskAsync("sts", "AssumeRole", who, [("RoleArn", RoleArn), ("RoleSessionName", "s1"), .. more]);

    private sealed class FakeTokens(WebIdentityStatus status) : IWebIdentityTokens
    {
        public ValueTask<WebIdentityOutcome> VerifyAsync(
            string token, Func<string, OidcProviderDocument?> issuerOf, CancellationToken cancellationToken) => new(new WebIdentityOutcome(
                status, "https://issuer.example/", "repo:a", "app", DateTimeOffset.FromUnixTimeSeconds(1_785_585_500)));
    }
}
