using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Shouldly;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>
/// Policies made up at random, over few enough names that they often meet their request, decided by the engine and by
/// <see cref="ReferenceEvaluator"/>. The seeds are fixed, so that a failure can be repeated.
/// </summary>
public sealed class GeneratedPolicyTests
{
    private const int Cases = 2_000;

    private static readonly string[] Actions = ["s3:GetObject", "s3:PutObject", "execute-api:Invoke", "iam:GetUser"];
    private static readonly string[] ActionPatterns = ["*", "s3:*", "S3:get*", "s3:?etObject", "execute-api:Invoke", "iam:GetUser", "execute-api:*"];

    private static readonly string[] Resources =
    [
        "arn:aws:s3:::b/alice/x", "arn:aws:s3:::b/bob/*", "arn:aws:execute-api:us-east-1:111122223333:api/prod/GET/pets",
        "arn:aws:execute-api:us-east-1:111122223333:api/prod/POST/", "arn:aws:iam::111122223333:user/alice", "arn:aws:s3:::b/none/${x:y}",
    ];

    private static readonly string[] ResourcePatterns =
    [
        "*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:*:*:*:api/*/GET/*", "arn:aws:execute-api:us-east-1:111122223333:api/prod/*",
        "arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'bob'}/${*}", "arn:aws:s3:::b/${x:k}/?", "arn:aws:s3:::?/alice/x",
        "arn:aws:s3:::b/none/${x:y}", "arn:aws:execute-api:*:111122223333:api/prod/????/",
    ];

    private static readonly string[] Keys =
        ["x:k", "X:n", "x:d", "aws:SourceIp", "aws:username", "aws:PrincipalArn", "aws:PrincipalTag/Team", "aws:TagKeys", "aws:SecureTransport", "aws:PrincipalType"];

    private static readonly (string Family, string[] Values)[] Families =
    [
        ("StringEquals", ["alice", "red", "${aws:username}", "", "a*"]), ("StringNotEquals", ["alice", "blue", "${x:none}"]),
        ("StringEqualsIgnoreCase", ["ALICE", "Red"]), ("StringNotEqualsIgnoreCase", ["ALICE", "7"]),
        ("StringLike", ["a*", "*", "r?d", "${aws:username}*", "arn:aws:iam:*"]), ("StringNotLike", ["a*", "b*", "${x:k}"]),
        ("NumericEquals", ["5", "7"]), ("NumericNotEquals", ["5"]), ("NumericLessThan", ["5", "6.5"]), ("NumericLessThanEquals", ["5"]),
        ("NumericGreaterThan", ["5"]), ("NumericGreaterThanEquals", ["7", "5"]),
        ("DateEquals", ["2026-08-01T12:00:00Z"]), ("DateNotEquals", ["2026-08-01"]), ("DateLessThan", ["2026-08-02"]), ("DateGreaterThanEquals", ["2026-08-01T00:00:00Z"]),
        ("Bool", ["true", "false"]), ("IpAddress", ["10.0.0.0/8", "10.1.2.3", "2001:db8::/33"]), ("NotIpAddress", ["10.0.0.0/8", "192.168.0.0/15"]),
        ("ArnEquals", ["arn:aws:iam::111122223333:*"]), ("ArnNotLike", ["arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:role/*"]), ("Null", ["true", "false"]),
    ];

    private static readonly Principal[] Principals =
    [
        PolicyCases.User("alice"), PolicyCases.User("bob", id: "AIDABBBBBBBBBBBBBBBBB", tags: ("team", "alice")), PolicyCases.User("alice", PolicyCases.OtherAccount),
        PolicyCases.Session, Principal.Root(PolicyCases.Account), Principal.Anonymous,
    ];

    private static readonly string[] Named =
    [
        "*", PolicyCases.Account, PolicyCases.OtherAccount, "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:user/alice", "arn:aws:iam::444455556666:user/alice",
        PolicyCases.Session.Arn, PolicyCases.Session.IssuerArn,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_engine_and_the_reference_agree(int seed)
    {
        var random = new Random(seed);
        var allowed = 0;
        for (var i = 0; i < Cases; i++)
        {
            allowed += Check(random) ? 1 : 0;
        }

        // Both outcomes are common, or the comparison would say little.
        allowed.ShouldBeInRange(Cases / 20, Cases - (Cases / 20));
    }

    private static bool Check(Random random)
    {
        var (identity, session) = (new List<string>(), new List<string>());
        for (var n = random.Next(3); n > 0; n--)
        {
            identity.Add(Document(random, isResource: false));
        }

        var principal = Pick(random, Principals);
        if (principal.Kind == PrincipalKind.RoleSession && random.Next(3) == 0)
        {
            session.Add(Document(random, isResource: false));
        }

        var boundary = random.Next(5) == 0 && principal.Kind != PrincipalKind.Root ? Document(random, isResource: false) : null;
        var resourcePolicy = random.Next(2) == 0 ? Document(random, isResource: true) : null;
        if (principal.Kind is PrincipalKind.Anonymous or PrincipalKind.Root)
        {
            // Neither has policies of its own.
            (identity, boundary) = ([], null);
        }

        var (action, resource) = (Pick(random, Actions), Pick(random, Resources));
        var values = Context(random);
        var expected = new ReferenceEvaluator(principal, action, resource, values)
            .Decide(identity, boundary, session, resourcePolicy, PolicyCases.Account);
        var actual = AccessRules.Decide(
            new PolicyRequest(principal, action, resource, Bag(values)),
            new CallerPolicies
            {
                IsRoot = principal.Kind == PrincipalKind.Root,
                Identity = [.. identity.Select(json => PolicyCases.Plan(json))],
                Boundary = boundary is null ? null : PolicyCases.Plan(boundary),
                Session = [.. session.Select(json => PolicyCases.Plan(json))],
            },
            new GuardedResource(PolicyCases.Account, resourcePolicy is null ? null : PolicyCases.Plan(resourcePolicy, PolicyKind.Resource)));
        if (actual.IsAllowed == expected)
        {
            return expected;
        }

        throw new ShouldAssertException(
            $"Expected {expected}: {principal} {action} {resource}\n{string.Join(' ', values.Select(v => $"{v.Key}=[{string.Join(',', v.Value)}]"))}\n"
            + $"identity: {string.Join("\n  ", identity)}\nboundary: {boundary}\nsession: {string.Join(' ', session)}\nresource: {resourcePolicy}");
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static JsonArray Several(Random random, string[] from) =>
        new([.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => (JsonNode)Pick(random, from))]);

    private static string Document(Random random, bool isResource)
    {
        var statements = new JsonArray();
        for (var n = 1 + random.Next(3); n > 0; n--)
        {
            var statement = new JsonObject
            {
                ["Effect"] = random.Next(4) == 0 ? "Deny" : "Allow",
                [random.Next(5) == 0 ? "NotAction" : "Action"] = Several(random, ActionPatterns),
                [random.Next(5) == 0 ? "NotResource" : "Resource"] = Several(random, ResourcePatterns),
            };
            if (isResource)
            {
                statement[random.Next(6) == 0 ? "NotPrincipal" : "Principal"] =
                    random.Next(4) == 0 ? "*" : new JsonObject { ["AWS"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => (JsonNode)Pick(random, Named))]) };
            }

            if (random.Next(2) == 0)
            {
                statement["Condition"] = Condition(random);
            }

            statements.Add(statement);
        }

        var document = new JsonObject { ["Statement"] = statements };
        if (random.Next(5) > 0)
        {
            document["Version"] = random.Next(6) == 0 ? "2008-10-17" : "2012-10-17";
        }

        return document.ToJsonString();
    }

    private static JsonObject Condition(Random random)
    {
        var condition = new JsonObject();
        for (var n = 1 + random.Next(2); n > 0; n--)
        {
            var (family, values) = Pick(random, Families);
            var prefix = random.Next(4) == 0 ? Pick(random, ["ForAllValues:", "ForAnyValue:"]) : "";
            var suffix = family != "Null" && random.Next(4) == 0 ? "IfExists" : "";
            condition[prefix + family + suffix] = new JsonObject { [Pick(random, Keys)] = Several(random, values) };
        }

        return condition;
    }

    private static Dictionary<string, List<string>> Context(Random random)
    {
        var context = new Dictionary<string, List<string>>();
        void Maybe(string key, params string[] from)
        {
            if (random.Next(3) > 0)
            {
                context[key] = [Pick(random, from)];
            }
        }

        Maybe("x:K", "alice", "red", "Red", "", "a*");
        Maybe("x:n", "5", "7", "6.4", "alice");
        Maybe("x:d", "2026-08-01T12:00:00Z", "2026-08-02T00:00:00Z", "never");
        Maybe("aws:sourceip", "10.1.2.3", "192.168.1.1", "2001:db8::1", "::ffff:10.1.2.3");
        Maybe("aws:SecureTransport", "true", "false");
        if (random.Next(2) == 0)
        {
            context["aws:TagKeys"] = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Pick(random, ["alice", "red", "bob"]))];
        }

        return context;
    }

    private static ContextValues Bag(Dictionary<string, List<string>> values)
    {
        var bag = new ContextValues();
        foreach (var (key, list) in values)
        {
            if (key == "aws:TagKeys")
            {
                bag.Set(key, list.ToImmutableArray());
            }
            else
            {
                bag.Set(key, list[0]);
            }
        }

        return bag;
    }
}
