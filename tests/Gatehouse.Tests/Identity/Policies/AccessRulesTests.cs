using Gatehouse.Identity.Policies;
using Shouldly;
using static Gatehouse.Tests.Identity.Policies.PolicyCases;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>The decision over all policies (security §2.5; Tables A and B of §4.2).</summary>
public sealed class AccessRulesTests
{
    private const string Allow = "Allow";
    private const string Silent = "";
    private const string Deny = "Deny";
    private const string Action = "execute-api:Invoke";

    [Theory]
    [InlineData(Allow, Allow, true, false)] // caller, resource policy, allowed, explicit
    [InlineData(Allow, Silent, true, false)]
    [InlineData(Allow, Deny, false, true)]
    [InlineData(Silent, Allow, true, false)]
    [InlineData(Silent, Silent, false, false)]
    [InlineData(Silent, Deny, false, true)]
    [InlineData(Deny, Allow, false, true)]
    [InlineData(Deny, Silent, false, true)]
    [InlineData(Deny, Deny, false, true)]
    public void Table_A_in_one_account(string caller, string resource, bool isAllowed, bool isExplicit)
    {
        var decision = Decide(Alice, caller, resource, Account);

        (decision.IsAllowed, decision.IsExplicit).ShouldBe((isAllowed, isExplicit));
    }

    [Theory]
    [InlineData(Allow, Allow, true, false)]
    [InlineData(Allow, Silent, false, false)]
    [InlineData(Allow, Deny, false, true)]
    [InlineData(Silent, Allow, false, false)]
    [InlineData(Silent, Silent, false, false)]
    [InlineData(Silent, Deny, false, true)]
    [InlineData(Deny, Allow, false, true)]
    [InlineData(Deny, Silent, false, true)]
    [InlineData(Deny, Deny, false, true)]
    public void Table_B_between_accounts(string caller, string resource, bool isAllowed, bool isExplicit)
    {
        var decision = Decide(User("alice", OtherAccount), caller, resource, Account);

        (decision.IsAllowed, decision.IsExplicit).ShouldBe((isAllowed, isExplicit));
    }

    [Fact]
    public void The_boundary_intersects_and_a_grant_to_the_users_own_ARN_passes_it() // §2.5
    {
        var bounded = new CallerPolicies { Identity = [Identity(Allow)], Boundary = Identity(Silent) };

        var decision = AccessRules.Decide(Ask(Alice), bounded, new GuardedResource(Account, null));
        decision.IsAllowed.ShouldBeFalse();
        decision.By.ShouldBe(DecidingPolicy.Boundary);
        decision.Reason(Action).ShouldBe(" because no permissions boundary allows the execute-api:Invoke action");

        AccessRules.Decide(Ask(Alice), bounded, new GuardedResource(Account, Resource(Allow, Alice.Arn))).IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void A_grant_to_the_role_stays_within_boundary_and_session_policies_and_one_to_the_session_does_not() // §2.4
    {
        var narrow = new CallerPolicies { Session = [Identity(Silent)] };
        var bounded = new CallerPolicies { Boundary = Identity(Silent) };

        Decide(narrow, Session.IssuerArn).By.ShouldBe(DecidingPolicy.Session);
        Decide(bounded, Session.IssuerArn).By.ShouldBe(DecidingPolicy.Boundary);
        Decide(narrow, Session.Arn).IsAllowed.ShouldBeTrue();
        Decide(bounded, Session.Arn).IsAllowed.ShouldBeTrue();
        Decide(new CallerPolicies(), Session.IssuerArn).IsAllowed.ShouldBeTrue();

        static AccessDecision Decide(CallerPolicies policies, string principal) => AccessRules.Decide(
            Ask(Session), policies, new GuardedResource(Account, Resource(Allow, principal)));
    }

    [Fact]
    public void Session_policies_intersect() // §2.5
    {
        var wide = new CallerPolicies { Identity = [Identity(Allow)], Session = [Identity(Silent), Identity(Allow)] };
        AccessRules.Decide(Ask(Session), wide, new GuardedResource(Account, null)).IsAllowed.ShouldBeTrue();

        var narrow = new CallerPolicies { Identity = [Identity(Allow)], Session = [Identity(Silent)] };
        AccessRules.Decide(Ask(Session), narrow, new GuardedResource(Account, null)).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void The_account_as_principal_hands_on_and_does_not_grant() // §2.4
    {
        var policy = Resource(Allow, Account);

        AccessRules.Decide(Ask(Alice), new CallerPolicies(), new GuardedResource(Account, policy)).IsAllowed.ShouldBeFalse();
        AccessRules.Decide(
            Ask(Alice), new CallerPolicies { Identity = [Identity(Allow)] },
            new GuardedResource(Account, policy) { MustAllow = true }).IsAllowed.ShouldBeTrue();
        AccessRules.Decide(
            Ask(User("bob", OtherAccount)), new CallerPolicies(),
            new GuardedResource(Account, Resource(Allow, OtherAccount))).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void The_root_may_do_everything_but_what_a_resource_denies() // §2.5
    {
        var root = Principal.Root(Account);

        AccessRules.Decide(Ask(root), CallerPolicies.Root, new GuardedResource(Account, null)).IsAllowed.ShouldBeTrue();
        AccessRules.Decide(Ask(root), CallerPolicies.Root, new GuardedResource(Account, Resource(Deny, "*"))).IsExplicit.ShouldBeTrue();
        AccessRules.Decide(Ask(root), CallerPolicies.Root, new GuardedResource(OtherAccount, null)).IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void Principals_that_are_AWSs_match_no_anonymous_caller() // §2.4, API Gateway NOTE
    {
        AccessRules.Decide(Ask(Principal.Anonymous), CallerPolicies.None, new GuardedResource(Account, Resource(Allow, Account)))
            .IsAllowed.ShouldBeFalse();
        AccessRules.Decide(Ask(Principal.Anonymous), CallerPolicies.None, new GuardedResource(Account, Resource(Allow, "*")))
            .IsAllowed.ShouldBeTrue();
    }

    [Fact]
    public void A_deny_spares_only_whom_it_names_on_every_level() // §2.4, NotPrincipal
    {
        static bool IsDenied(Principal caller, params string[] spared) => AccessRules.Decide(
            Ask(caller), new CallerPolicies { Identity = [Identity(Allow)] },
            new GuardedResource(Account, Plan(
                Document($$""" "NotPrincipal":{"AWS":[{{string.Join(',', spared.Select(s => $"\"{s}\""))}}]},"Action":"*","Resource":"*" """, Deny),
                PolicyKind.Resource))).IsExplicit;

        IsDenied(Session, Session.IssuerArn, Account).ShouldBeTrue();
        IsDenied(Session, Session.Arn, Session.IssuerArn, Account).ShouldBeFalse();
        IsDenied(Alice, Alice.Arn).ShouldBeTrue();
        IsDenied(Alice, Alice.Arn, $"arn:aws:iam::{Account}:root").ShouldBeFalse();
        IsDenied(Alice, "*").ShouldBeFalse();
    }

    [Fact]
    public void A_unique_id_does_not_name_who_is_created_anew() // §2.4
    {
        var policy = Resource(Allow, "AIDAAAAAAAAAAAAAAAAAA");

        AccessRules.Decide(Ask(Alice), new CallerPolicies(), new GuardedResource(Account, policy)).IsAllowed.ShouldBeTrue();
        AccessRules.Decide(
            Ask(User("alice", id: "AIDABBBBBBBBBBBBBBBBB")), new CallerPolicies(), new GuardedResource(Account, policy))
            .IsAllowed.ShouldBeFalse();
    }

    [Fact]
    public void An_endpoint_denies_apart() // §4.4
    {
        var silent = Resource(Allow, OtherAccount);
        var decision = AccessRules.Decide(
            Ask(Alice), new CallerPolicies { Identity = [Identity(Allow)] }, new GuardedResource(Account, null) { Endpoint = silent });

        decision.Reason(Action).ShouldBe(" because no VPC endpoint policy allows the execute-api:Invoke action");
        AccessRules.Decide(
            Ask(Alice), new CallerPolicies { Identity = [Identity(Allow)] },
            new GuardedResource(Account, null) { Endpoint = PolicyPlan.AllowAll }).IsAllowed.ShouldBeTrue();
    }

    private static AccessDecision Decide(Principal principal, string caller, string resource, string account) => AccessRules.Decide(
        Ask(principal), new CallerPolicies { Identity = [Identity(caller)] }, new GuardedResource(account, Resource(resource, "*")));

    private static PolicyRequest Ask(Principal principal) => new(principal, Action, Api, null);

    private static PolicyPlan Identity(string effect) => effect == Silent
        ? Plan(Document(""" "Action":"x:y","Resource":"*" """))
        : Plan(Document(""" "Action":"execute-api:*","Resource":"*" """, effect));

    private static PolicyPlan Resource(string effect, string principal) => effect == Silent
        ? Plan(Document(""" "Principal":"*","Action":"x:y","Resource":"*" """), PolicyKind.Resource)
        : Plan(Document($$""" "Principal":{"AWS":"{{principal}}"},"Action":"execute-api:Invoke","Resource":"*" """, effect), PolicyKind.Resource);
}
