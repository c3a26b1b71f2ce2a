using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Principals;
using Gatehouse.Identity.Secrets;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using static Gatehouse.Tests.Identity.Principals.IdentityFixture;

namespace Gatehouse.Tests.Identity.Principals;

/// <summary>Who holds a key, and what that caller may (security §1.8, §2.5, §3).</summary>
public sealed class IdentityDirectoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly IdentityFixture _house = new();

    private IdentityDirectory Directory => _house.Directory;

    [Fact]
    public async Task A_key_is_its_users_until_it_is_deleted()
    {
        var (id, secret) = await _house.AddUserAsync("Alice", AllowAll("s3:*"));

        var holder = Directory.Find(id, null)!;
        holder.SecretAccessKey.ShouldBe(secret);
        holder.PrincipalArn.ShouldBe($"arn:aws:iam::{Account}:user/Alice");
        May(holder.Principal, null, "s3:GetObject").ShouldBeTrue();
        May(holder.Principal, null, "iam:GetUser").ShouldBeFalse();

        await _house.Store.CommitAsync(
            new DocumentBatch(IdentityScope.Of(Account)).DeleteIfPresent<AccessKeyDocument>(id), CancellationToken.None);
        Directory.Find(id, null).ShouldBeNull();
    }

    [Fact]
    public async Task A_user_created_anew_under_the_name_has_nothing_of_the_old_one()
    {
        var (id, _) = await _house.AddUserAsync("alice", AllowAll());
        var old = Directory.Find(id, null)!.Principal;

        await _house.Store.CommitAsync(
            new DocumentBatch(IdentityScope.Of(Account)).Upsert("alice", UserOf("alice", AllowAll(), "AIDABBBBBBBBBBBBBBBBB")),
            CancellationToken.None);

        May(old, null, "s3:GetObject").ShouldBeFalse();
    }

    [Fact]
    public async Task A_restart_finds_every_key_again_and_another_identity_key_opens_none()
    {
        var (id, secret) = await _house.AddUserAsync("alice");

        var again = new IdentityDirectory(_house.Key, NullLogger.Instance);
        await again.LoadAsync(_house.Store, CancellationToken.None);
        again.Find(id, null)!.SecretAccessKey.ShouldBe(secret);

        var stranger = new IdentityDirectory(IdentityKey.CreateTransient(), NullLogger.Instance);
        await stranger.LoadAsync(_house.Store, CancellationToken.None);
        stranger.Find(id, null).ShouldBeNull();
    }

    [Fact]
    public async Task The_token_of_a_session_says_whose_it_is_on_every_node_that_has_the_key()
    {
        var role = await _house.AddRoleAsync("reader", Trust("\"*\""), AllowAll("s3:Get*"));
        var session = Sessions().Issue(Account, role, Request() with { Policy = AllowAll("s3:GetObject") })!;
        var node = new IdentityDirectory(_house.Key, NullLogger.Instance);
        await node.LoadAsync(_house.Store, CancellationToken.None);

        var holder = node.Find(session.AccessKeyId, session.SessionToken)!;
        holder.SecretAccessKey.ShouldBe(session.SecretAccessKey);
        holder.UserId.ShouldBe("AROAAAAAAAAAAAAAAAAAA:s1");
        holder.PrincipalArn.ShouldBe($"arn:aws:sts::{Account}:assumed-role/reader/s1");
        holder.Principal.IssuerArn.ShouldBe($"arn:aws:iam::{Account}:role/reader");
        holder.Expires.ShouldBe(Now.AddHours(1));

        node.Find(session.AccessKeyId, null).ShouldBeNull();
        node.Find("ASIAXXXXXXXXXXXXXXXX", session.SessionToken).ShouldBeNull();
        node.Find(session.AccessKeyId, session.SessionToken[..^8] + "AAAAAAA=").ShouldBeNull();
    }

    [Fact]
    public async Task A_session_is_within_its_role_and_its_own_policy()
    {
        var role = await _house.AddRoleAsync("reader", Trust("\"*\""), AllowAll("s3:Get*"));
        var session = Sessions().Issue(Account, role, Request() with { Policy = AllowAll("s3:GetObject") })!;
        var holder = Directory.Find(session.AccessKeyId, session.SessionToken)!;

        May(holder.Principal, holder.Session, "s3:GetObject").ShouldBeTrue();
        May(holder.Principal, holder.Session, "s3:GetBucket").ShouldBeFalse(); // the role may, the session not
        May(holder.Principal, holder.Session, "s3:PutObject").ShouldBeFalse();

        // The role's policies are read when they are needed, not when the session began.
        await _house.AddRoleAsync("reader", Trust("\"*\""), AllowAll("s3:Get*", effect: "Deny"));
        May(holder.Principal, holder.Session, "s3:GetObject").ShouldBeFalse();
    }

    [Fact]
    public async Task Sessions_of_a_deleted_role_may_nothing_even_when_the_name_is_back()
    {
        var role = await _house.AddRoleAsync("reader", Trust("\"*\""), AllowAll());
        var session = Sessions().Issue(Account, role, Request())!;
        var holder = Directory.Find(session.AccessKeyId, session.SessionToken)!;
        May(holder.Principal, holder.Session, "s3:GetObject").ShouldBeTrue();

        await _house.AddRoleAsync("reader", Trust("\"*\""), AllowAll(), id: "AROABBBBBBBBBBBBBBBBB");

        May(holder.Principal, holder.Session, "s3:GetObject").ShouldBeFalse();
    }

    [Fact]
    public async Task Groups_and_managed_policies_count_and_AWSs_own_are_known()
    {
        await _house.AddUserAsync("alice");
        var group = new GroupDocument
        {
            Name = "team", Path = "/", UniqueId = "AGPAAAAAAAAAAAAAAAAAA", Created = Now, AttachedPolicies = ["arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess"],
            InlinePolicies = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty,
        };
        await _house.Store.CommitAsync(
            new DocumentBatch(IdentityScope.Of(Account)).Create("team", group).Upsert("alice", UserOf("alice", null) with { Groups = ["team"] }),
            CancellationToken.None);
        var alice = Directory.PrincipalOfUser(Account, Directory.FindUser(Account, "ALICE")!);

        May(alice, null, "execute-api:Invoke").ShouldBeTrue();
        May(alice, null, "apigateway:GET").ShouldBeFalse();
    }

    [Fact]
    public async Task The_gateway_may_assume_a_role_that_trusts_it_and_no_other()
    {
        await _house.AddRoleAsync("trusting", Trust("{\"Service\":\"apigateway.amazonaws.com\"}"));
        await _house.AddRoleAsync("other", Trust("{\"Service\":\"lambda.amazonaws.com\"}"));

        Sessions().TryAssumeFor("apigateway.amazonaws.com", $"arn:aws:iam::{Account}:role/trusting", "", "s", out _).ShouldBeTrue();
        Sessions().TryAssumeFor("apigateway.amazonaws.com", $"arn:aws:iam::{Account}:role/other", "", "s", out _).ShouldBeFalse();
        Sessions().TryAssumeFor("apigateway.amazonaws.com", $"arn:aws:iam::{Account}:role/absent", "", "s", out _).ShouldBeFalse();
        Sessions().TryAssumeFor("apigateway.amazonaws.com", $"arn:aws:iam::{Account}:role/path/trusting", "", "s", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_token_that_would_not_fit_into_a_header_is_none()
    {
        var noise = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8_000));
        var caller = Principal.Root(Account);

        Sessions().IssueFor(caller, "x", Request() with { Policy = noise }).ShouldBeNull();
    }

    private static SessionRequest Request() => new() { Name = "s1", Duration = TimeSpan.FromHours(1) };

    private RoleSessions Sessions() => new(Directory, new FixedClock());

    private bool May(Principal principal, SessionLimits? session, string action) => AccessRules.Decide(
        new PolicyRequest(principal, action, "arn:aws:s3:::b/k", null), Directory.PoliciesOf(principal, session),
        new GuardedResource(Account, null)).IsAllowed;

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
