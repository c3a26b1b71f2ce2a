using Gatehouse.Identity.Policies;
using Shouldly;
using static Gatehouse.Tests.Identity.Policies.PolicyCases;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>Actions, resources and variables of policies (security §2.1, §2.2, checklist "Policy engine").</summary>
public sealed class PolicyPlanTests
{
    [Theory]
    [InlineData("s3:GetObject", "S3:getobject", true)]
    [InlineData("s3:Get*", "s3:GetObject", true)]
    [InlineData("s3:Get?bject", "s3:GetObject", true)]
    [InlineData("*", "iam:CreateUser", true)]
    [InlineData("s3:*", "s3express:GetObject", false)]
    [InlineData("s3:GetObject", "s3:GetObjectAcl", false)]
    public void Actions_match_without_case(string pattern, string action, bool isMatch)
    {
        Ask(Document($$""" "Action":"{{pattern}}","Resource":"*" """), action, "*")
            .ShouldBe(isMatch ? PolicyEffect.Allow : PolicyEffect.Silent);
    }

    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1::/restapis/*/stages", "arn:aws:apigateway:us-east-1::/restapis/a/b/stages", true)] // §2.2: a star crosses slashes
    [InlineData("arn:aws:execute-api:*:*:api/prod/*/admin/*", "arn:aws:execute-api:us-east-1:1:api/prod/GET/admin/x", true)] // §4.1
    [InlineData("arn:aws:execute-api:us-east-1:1:api/", "arn:aws:execute-api:us-east-1:1:api/prod/GET/", false)] // §4.1: a literal
    [InlineData("arn:aws:s3:::B", "arn:aws:s3:::b", false)] // case counts
    [InlineData("arn:aws:s3:::?", "arn:aws:s3:::b", true)]
    [InlineData("arn:aws:s3:::?", "arn:aws:s3:::bb", false)]
    [InlineData("arn:aws:*:b", "arn:aws:s3:::b", false)]
    [InlineData("*", "anything", true)]
    public void Resources_match_part_by_part_and_with_case(string pattern, string resource, bool isMatch)
    {
        var json = Document($$""" "Action":"*","Resource":"{{pattern}}" """);
        if (pattern == "arn:aws:*:b")
        {
            Problem(json).ShouldBe("""Resource arn:aws:*:b must be in ARN format or "*".""");
            return;
        }

        Ask(json, "x:y", resource).ShouldBe(isMatch ? PolicyEffect.Allow : PolicyEffect.Silent);
    }

    [Fact]
    public void NotAction_and_NotResource_speak_of_everything_else()
    {
        var all = Document(""" "NotAction":"iam:*","Resource":"*" """);
        Ask(all, "s3:GetObject", "*").ShouldBe(PolicyEffect.Allow);
        Ask(all, "iam:GetUser", "*").ShouldBe(PolicyEffect.Silent);

        var fence = Document(""" "Action":"*","NotResource":["arn:aws:s3:::b","arn:aws:s3:::b/*"] """, "Deny");
        Ask(fence, "s3:GetObject", "arn:aws:s3:::c/k").ShouldBe(PolicyEffect.Deny);
        Ask(fence, "s3:GetObject", "arn:aws:s3:::b/k").ShouldBe(PolicyEffect.Silent);
    }

    [Fact]
    public void Variables_are_filled_in_from_2012_on_and_literal_before()
    {
        const string Members = """ "Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*" """;
        Ask(Document(Members), "s3:GetObject", "arn:aws:s3:::b/alice/x").ShouldBe(PolicyEffect.Allow);
        Ask(Document(Members), "s3:GetObject", "arn:aws:s3:::b/bob/x").ShouldBe(PolicyEffect.Silent);
        Ask(Document(Members, version: "2008-10-17"), "s3:GetObject", "arn:aws:s3:::b/alice/x").ShouldBe(PolicyEffect.Silent);
        Ask(Document(Members, version: "2008-10-17"), "s3:GetObject", "arn:aws:s3:::b/${aws:username}/x").ShouldBe(PolicyEffect.Allow);
        Ask("""{"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*"}}""", "s3:GetObject", "arn:aws:s3:::b/${aws:username}/x")
            .ShouldBe(PolicyEffect.Allow); // without Version: 2008
    }

    [Fact]
    public void A_star_in_a_users_name_or_tag_is_a_star_and_no_wildcard()
    {
        var json = Document(""" "Action":"*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team}/?" """);
        var caller = User("a", tags: ("Team", "*"));
        Ask(json, "x:y", "arn:aws:s3:::b/*/1", caller).ShouldBe(PolicyEffect.Allow);
        Ask(json, "x:y", "arn:aws:s3:::b/red/1", caller).ShouldBe(PolicyEffect.Silent);
        Ask(json, "x:y", "arn:aws:s3:::b/\uFDD0/1", User("a", tags: ("team", "\uFDD0"))).ShouldBe(PolicyEffect.Silent);
        Condition("""{"StringLike":{"s3:prefix":"${aws:PrincipalTag/team}"}}""", new ContextValues().Set("s3:prefix", "red"), caller)
            .ShouldBe(PolicyEffect.Silent);
    }

    [Fact]
    public void Escapes_are_literal_characters()
    {
        var json = Document(""" "Action":"*","Resource":"arn:aws:s3:::b/${*}${?}${$}*" """);
        Ask(json, "x:y", "arn:aws:s3:::b/*?$more").ShouldBe(PolicyEffect.Allow);
        Ask(json, "x:y", "arn:aws:s3:::b/xx$more").ShouldBe(PolicyEffect.Silent);
    }

    [Fact]
    public void A_variable_without_a_value_matches_nothing_and_a_default_takes_its_place()
    {
        Ask(Document(""" "Action":"*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team}*" """), "x:y", "arn:aws:s3:::b/").ShouldBe(PolicyEffect.Silent);
        Ask(Document(""" "Action":"*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/team, 'no}ne'}" """), "x:y", "arn:aws:s3:::b/no}ne").ShouldBe(PolicyEffect.Allow);
        Condition("""{"StringEquals":{"s3:prefix":"${aws:PrincipalTag/team}"}}""", ("s3:prefix", "x")).ShouldBe(PolicyEffect.Silent);
        Condition("""{"StringNotEquals":{"s3:prefix":"${aws:PrincipalTag/team}"}}""", ("s3:prefix", "x")).ShouldBe(PolicyEffect.Allow);

        // Turned round by NotResource it must not open everything; see ResourceList.
        Ask(Document(""" "Action":"*","NotResource":"arn:aws:s3:::b/${aws:PrincipalTag/team}" """), "x:y", "arn:aws:s3:::b/q").ShouldBe(PolicyEffect.Silent);
        Ask(Document(""" "Action":"*","NotResource":"arn:aws:s3:::b/${aws:PrincipalTag/team}" """, "Deny"), "x:y", "arn:aws:s3:::b/q").ShouldBe(PolicyEffect.Deny);
    }

    [Fact]
    public void Keys_with_several_values_are_no_variables()
    {
        var context = new ContextValues().Set("aws:TagKeys", ["x"]).Set("s3:prefix", "x");
        Condition("""{"StringEquals":{"s3:prefix":"${aws:TagKeys}"}}""", context).ShouldBe(PolicyEffect.Silent);
    }

    [Theory]
    [InlineData("not json", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17"}""", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2012-10-17","Statement":[]}""", "Syntax errors in policy.")]
    [InlineData("""{"Version":"2013-01-01","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "Policy document must be version 2012-10-17 or greater.")]
    [InlineData("""{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Resource":"*"}]}""", "Policy statement must contain actions.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*"}]}""", "Policy statement must contain resources.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""", "Policy document should not specify a principal.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"GetObject","Resource":"*"}]}""", "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*:Invoke","Resource":"*"}]}""", "Vendor * is not valid")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"bucket"}]}""", "Resource bucket must be in ARN format or \"*\".")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:amazon:s3:::b"}]}""", "Partition \"amazon\" is not valid for resource \"arn:amazon:s3:::b\".")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:${aws:RequestedRegion}::b"}]}""", "Resource arn:aws:s3:${aws:RequestedRegion}::b must be in ARN format or \"*\".")]
    [InlineData("""{"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Deny","Action":"*","Resource":"*"}]}""", "Statement IDs (SID) in a single policy must be unique.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringMatches":{"aws:x":"y"}}}]}""", "Invalid Condition type : StringMatches.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"aws:x":"true"}}}]}""", "Invalid Condition type : NullIfExists.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/33"}}}]}""", "Syntax errors in policy.")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"aws:x":"many"}}}]}""", "Syntax errors in policy.")]
    public void What_is_malformed_is_told_in_AWSs_words(string json, string problem)
    {
        Problem(json).ShouldBe(problem);
    }

    [Theory]
    [InlineData("""{"Statement":[{"Action":"sts:AssumeRole","Principal":"*"}]}""", "Missing required field Effect")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}""", "Missing required field Principal")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*"}]}""", "Missing required field Action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}""", "Has prohibited field Resource")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/*"},"Action":"sts:AssumeRole"}]}""", "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:user/*\"")]
    [InlineData("{", "This policy contains invalid Json")]
    public void So_are_trust_policies(string json, string problem)
    {
        Problem(json, PolicyKind.Trust).ShouldBe(problem);
    }

    [Fact]
    public void What_was_stored_and_cannot_be_read_denies_everything()
    {
        PolicyPlan.CompileStored("nonsense", PolicyKind.Identity)
            .Evaluate(new PolicyRequest(Alice, "s3:GetObject", "*", null)).ShouldBe(PolicyEffect.Deny);
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        var plan = Plan(Document("""
            "Action":["s3:Put*","execute-api:Invoke"],"Resource":"arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/*/${aws:username}*",
            "Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]},"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"},
            "NumericLessThan":{"x:n":"5"},"StringLike":{"aws:UserAgent":"*curl*"}}
            """));
        var context = new ContextValues().Set("aws:SourceIp", "10.1.2.3").Set("aws:CurrentTime", "2026-08-01T12:00:00Z")
            .Set("x:n", "4.5").Set("aws:UserAgent", "a curl 8");
        const string Resource = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/alice/x";
        plan.Evaluate(new PolicyRequest(Alice, "execute-api:Invoke", Resource, context)).ShouldBe(PolicyEffect.Allow);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            plan.Evaluate(new PolicyRequest(Alice, "execute-api:Invoke", Resource, context));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }
}
