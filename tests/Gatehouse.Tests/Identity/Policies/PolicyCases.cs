using System.Collections.Immutable;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>Callers and one-line questions for tests of policies.</summary>
internal static class PolicyCases
{
    public const string Account = "111122223333";
    public const string OtherAccount = "444455556666";
    public const string Api = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/GET/pets";

    public static Principal Alice { get; } = User("alice");

    public static Principal Session { get; } = new()
    {
        Kind = PrincipalKind.RoleSession,
        Account = Account,
        Arn = $"arn:aws:sts::{Account}:assumed-role/admin/s1",
        IssuerArn = $"arn:aws:iam::{Account}:role/team/admin",
        UserId = "AROAAAAAAAAAAAAAAAAAA:s1",
        UniqueId = "AROAAAAAAAAAAAAAAAAAA",
        TokenIssued = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero),
    };

    public static Principal User(string name, string account = Account, string id = "AIDAAAAAAAAAAAAAAAAAA", params (string, string)[] tags) => new()
    {
        Kind = PrincipalKind.User,
        Account = account,
        Arn = $"arn:aws:iam::{account}:user/{name}",
        IssuerArn = $"arn:aws:iam::{account}:user/{name}",
        UserId = id,
        UniqueId = id,
        UserName = name,
        Tags = tags.ToImmutableDictionary(tag => tag.Item1, tag => tag.Item2, StringComparer.OrdinalIgnoreCase),
    };

    public static PolicyPlan Plan(string json, PolicyKind kind = PolicyKind.Identity) =>
        PolicyPlan.TryCompile(json, kind, out var plan, out var problem)
            ? plan
            : throw new InvalidOperationException($"{problem}: {json}");

    public static string? Problem(string json, PolicyKind kind = PolicyKind.Identity) =>
        PolicyPlan.TryCompile(json, kind, out _, out var problem) ? null : problem;

    /// <summary>A whole document around one statement's members.</summary>
    public static string Document(string members, string effect = "Allow", string version = "2012-10-17") =>
        $$"""{"Version":"{{version}}","Statement":[{"Effect":"{{effect}}",{{members}}}]}""";

    /// <summary>A condition, on an Allow of everything.</summary>
    public static PolicyEffect Condition(string condition, params (string Key, string? Value)[] values)
    {
        var context = new ContextValues();
        foreach (var (key, value) in values)
        {
            context.Set(key, value);
        }

        return Condition(condition, context);
    }

    public static PolicyEffect Condition(string condition, ContextValues context, Principal? principal = null) =>
        Plan(Document($$""" "Action":"*","Resource":"*","Condition":{{condition}} """))
            .Evaluate(new PolicyRequest(principal ?? Alice, "s3:GetObject", "arn:aws:s3:::b/k", context));

    public static PolicyEffect Ask(
        string json, string action, string resource, Principal? principal = null, PolicyKind kind = PolicyKind.Identity) =>
        Plan(json, kind).Evaluate(new PolicyRequest(principal ?? Alice, action, resource, new ContextValues()));
}
