using System.Collections.Immutable;
using Gatehouse.Identity.Policies;
using Shouldly;
using static Gatehouse.Tests.Identity.Policies.PolicyCases;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>Condition operators (security §2.3).</summary>
public sealed class ConditionTests
{
    /// <summary>Each operator with a policy value, one request value that matches it and one that does not.</summary>
    public static TheoryData<string, string, string, string> Operators => new()
    {
        { "StringEquals", "red", "red", "Red" },
        { "StringNotEquals", "red", "blue", "red" },
        { "StringEqualsIgnoreCase", "red", "RED", "blue" },
        { "StringNotEqualsIgnoreCase", "red", "blue", "RED" },
        { "StringLike", "r?d*", "reddish", "Reddish" },
        { "StringNotLike", "r*", "blue", "red" },
        { "NumericEquals", "5", "5.0", "6" },
        { "NumericNotEquals", "5", "6", "5" },
        { "NumericLessThan", "5", "4.99", "5" },
        { "NumericLessThanEquals", "5", "5", "5.01" },
        { "NumericGreaterThan", "-5", "-4", "-5" },
        { "NumericGreaterThanEquals", "5", "5", "4" },
        { "DateEquals", "2026-08-01T12:00:00Z", "2026-08-01T14:00:00+02:00", "2026-08-01T12:00:01Z" },
        { "DateNotEquals", "2026-08-01", "2026-08-02", "2026-08-01T00:00:00Z" },
        { "DateLessThan", "2026", "1700000000", "2026-01-01T00:00:00Z" },
        { "DateLessThanEquals", "2026-08", "2026-08-01", "2026-08-01T00:01Z" },
        { "DateGreaterThan", "2026-08-01T12:00Z", "2026-08-01T12:00:00.5Z", "2026-08-01T12:00:00Z" },
        { "DateGreaterThanEquals", "1785585600", "2026-08-01T12:00:00Z", "2026-08-01T11:59:59Z" },
        { "Bool", "true", "TRUE", "false" },
        { "BinaryEquals", "QmluYXJ5", "QmluYXJ5", "AAAA" },
        { "IpAddress", "10.0.0.0/8", "10.255.0.1", "11.0.0.1" },
        { "NotIpAddress", "10.0.0.0/8", "11.0.0.1", "10.0.0.1" },
        { "ArnEquals", "arn:aws:s3:::b*", "arn:aws:s3:::bucket", "arn:aws:s3:::c" },
        { "ArnLike", "arn:aws:*:*:*:b", "arn:aws:s3:x:y:b", "arn:aws:s3:x:y:b:z" },
        { "ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::c", "arn:aws:s3:::b" },
        { "ArnNotLike", "arn:aws:s3:::b*", "arn:aws:s3:::c", "arn:aws:s3:::bb" },
    };

    [Theory]
    [InlineData("""{"StringEquals":{"aws:ResourceTag/team":"red"}}""")]
    [InlineData("""{"StringNotEquals":{"aws:ResourceTag/team":"red"}}""")]
    [InlineData("""{"StringEqualsIfExists":{"APIGATEWAY:Resource/EndpointType":"PRIVATE"}}""")]
    [InlineData("""{"Null":{"apigateway:Resource/AuthorizerType":"true"}}""")]
    public void What_is_not_known_of_the_resource_allows_nothing_and_denies(string condition) // docs/DIFFERENCES.md
    {
        Condition(condition).ShouldBe(PolicyEffect.Silent);
        Ask(
            $$$"""{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{{condition}}} }]}""",
            "s3:GetObject", "arn:aws:s3:::b/k").ShouldBe(PolicyEffect.Deny);
        Condition("""{"StringEquals":{"aws:ResourceTag/team":"red"}}""", ("aws:ResourceTag/team", "red")).ShouldBe(PolicyEffect.Allow);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Every_operator_in_every_situation(string name, string value, string match, string mismatch)
    {
        var isNegated = name.Contains("Not", StringComparison.Ordinal);
        string One(string op) => $$$"""{"{{{op}}}":{"x:k":"{{{value}}}"}}""";
        string Two(string op) => $$$"""{"{{{op}}}":{"x:k":["{{{value}}}","{{{value}}}"]}}""";

        Condition(One(name), ("x:k", match)).ShouldBe(PolicyEffect.Allow);
        Condition(One(name), ("X:K", match)).ShouldBe(PolicyEffect.Allow); // key names have no case
        Condition(One(name), ("x:k", mismatch)).ShouldBe(PolicyEffect.Silent);
        Condition(Two(name), ("x:k", match)).ShouldBe(PolicyEffect.Allow);
        Condition(Two(name), ("x:k", mismatch)).ShouldBe(PolicyEffect.Silent);
        Condition(One(name)).ShouldBe(isNegated ? PolicyEffect.Allow : PolicyEffect.Silent);
        Condition(One(name + "IfExists")).ShouldBe(PolicyEffect.Allow);
        Condition(One(name + "IfExists"), ("x:k", mismatch)).ShouldBe(PolicyEffect.Silent);
        Condition(One("ForAllValues:" + name)).ShouldBe(PolicyEffect.Allow);
        Condition(One("ForAnyValue:" + name)).ShouldBe(PolicyEffect.Silent);
        Condition(One($"ForAnyValue:{name}IfExists")).ShouldBe(PolicyEffect.Allow);

        Many("ForAllValues:", match, match).ShouldBe(PolicyEffect.Allow);
        Many("ForAllValues:", match, mismatch).ShouldBe(PolicyEffect.Silent);
        Many("ForAnyValue:", match, mismatch).ShouldBe(PolicyEffect.Allow);
        Many("ForAnyValue:", mismatch, mismatch).ShouldBe(PolicyEffect.Silent);
        Many("ForAllValues:").ShouldBe(PolicyEffect.Allow);
        Many("ForAnyValue:").ShouldBe(PolicyEffect.Silent);

        PolicyEffect Many(string prefix, params ImmutableArray<string> values) =>
            Condition(One(prefix + name), new ContextValues().Set("x:k", values));
    }

    [Fact]
    public void A_negation_with_several_values_is_a_NOR()
    {
        const string Json = """{"StringNotEquals":{"x:k":["a","b"]}}""";
        Condition(Json, ("x:k", "a")).ShouldBe(PolicyEffect.Silent);
        Condition(Json, ("x:k", "b")).ShouldBe(PolicyEffect.Silent);
        Condition(Json, ("x:k", "c")).ShouldBe(PolicyEffect.Allow);
    }

    [Fact]
    public void Operators_and_keys_are_all_required()
    {
        const string Json = """{"StringEquals":{"x:a":"1","x:b":"2"},"Bool":{"x:c":true}}""";
        Condition(Json, ("x:a", "1"), ("x:b", "2"), ("x:c", "true")).ShouldBe(PolicyEffect.Allow);
        Condition(Json, ("x:a", "1"), ("x:b", "2"), ("x:c", "false")).ShouldBe(PolicyEffect.Silent);
        Condition(Json, ("x:a", "1"), ("x:b", "3"), ("x:c", "true")).ShouldBe(PolicyEffect.Silent);
    }

    [Theory]
    [InlineData("true", null, true)]
    [InlineData("true", "", true)]
    [InlineData("true", "x", false)]
    [InlineData("false", "x", true)]
    [InlineData("false", null, false)]
    public void Null_tests_for_presence(string asked, string? value, bool isMatch)
    {
        Condition($$$"""{"Null":{"x:k":"{{{asked}}}"}}""", ("x:k", value)).ShouldBe(isMatch ? PolicyEffect.Allow : PolicyEffect.Silent);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)] // without a prefix: one address
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.0/24", "::ffff:203.0.113.9", true)] // mapped addresses are unwrapped
    [InlineData("::ffff:203.0.113.0/120", "203.0.113.9", true)]
    [InlineData("2001:db8::/32", "2001:db8:0:1::7", true)]
    [InlineData("2001:db8::/32", "2001:db9::", false)]
    [InlineData("2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0001", true)]
    [InlineData("::1", "0:0:0:0:0:0:0:1", true)]
    [InlineData("0.0.0.0/0", "8.8.8.8", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("10.0.0.0/8", "garbage", false)]
    [InlineData("10.0.0.0/8", "010.0.0.1", false)] // octal to some, decimal to others
    [InlineData("10.0.0.0/8", "10.1", false)]
    [InlineData("10.0.0.0/8", "", false)]
    public void Addresses(string range, string address, bool isMatch)
    {
        Condition($$$"""{"IpAddress":{"aws:SourceIp":"{{{range}}}"}}""", ("aws:SourceIp", address))
            .ShouldBe(isMatch ? PolicyEffect.Allow : PolicyEffect.Silent);
    }

    [Theory]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("12345::")]
    [InlineData("::1.2.3")]
    [InlineData("1:")]
    [InlineData("fe80::1%eth0")]
    [InlineData("10.0.0.0/")]
    [InlineData("256.0.0.1")]
    public void What_is_no_address_is_no_policy(string range)
    {
        Problem(Document($$$""" "Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"{{{range}}}"}} """)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"NumericLessThan":{"x:k":"5"}}""")]
    [InlineData("""{"NumericEquals":{"x:k":"5"}}""")]
    [InlineData("""{"DateLessThan":{"x:k":"2030-01-01"}}""")]
    [InlineData("""{"Bool":{"x:k":"true"}}""")]
    [InlineData("""{"BinaryEquals":{"x:k":"AAAA"}}""")]
    [InlineData("""{"ArnLike":{"x:k":"arn:aws:*:*:*:*"}}""")]
    public void Garbage_in_the_request_matches_nothing(string condition)
    {
        Condition(condition, ("x:k", "!garbage!")).ShouldBe(PolicyEffect.Silent);
    }

    [Fact]
    public void Keys_of_the_principal_are_the_principals()
    {
        var context = new ContextValues();
        Condition("""{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/team/admin"}}""", context, Session).ShouldBe(PolicyEffect.Allow);
        Condition("""{"StringEquals":{"aws:userid":"AROAAAAAAAAAAAAAAAAAA:s1"}}""", context, Session).ShouldBe(PolicyEffect.Allow);
        Condition("""{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}""", context, Session).ShouldBe(PolicyEffect.Allow);
        Condition("""{"DateLessThan":{"aws:TokenIssueTime":"2026-08-01T12:00:01Z"}}""", context, Session).ShouldBe(PolicyEffect.Allow);
        Condition("""{"Null":{"aws:username":"true"}}""", context, Session).ShouldBe(PolicyEffect.Allow);
        Condition("""{"StringEquals":{"aws:username":"alice"}}""", context).ShouldBe(PolicyEffect.Allow);
        Condition("""{"Null":{"aws:MultiFactorAuthPresent":"true"}}""", context).ShouldBe(PolicyEffect.Allow); // long-term keys (§2.6)
        Condition("""{"StringEquals":{"aws:PrincipalAccount":"anonymous"}}""", context, Principal.Anonymous).ShouldBe(PolicyEffect.Allow);
    }
}
