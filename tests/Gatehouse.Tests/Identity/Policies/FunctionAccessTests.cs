using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Tests.Fakes;
using Shouldly;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>
/// May API Gateway invoke a function? By its resource policy (deployment-and-tools §6.5, security §2).
/// </summary>
public sealed class FunctionAccessTests
{
    private const string FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:pets";
    private const string Source = "arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/GET/pets";

    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");
    private static readonly FunctionName Function = new("000000000000", "us-east-1", "pets", null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_policy_nobody_may()
    {
        (await AccessAsync()).MayInvoke(Function, "apigateway.amazonaws.com", Source, "000000000000").ShouldBeFalse();
    }

    [Fact]
    public async Task What_AddPermission_writes_allows_the_method_it_names()
    {
        // The document of deployment-and-tools §6.5, with the spelling AWS:SourceArn.
        var access = await AccessAsync("""
            {"Sid":"apigw","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction",
             "Resource":"arn:aws:lambda:us-east-1:000000000000:function:pets","Condition":{
               "ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/*/GET/pets"},
               "StringEquals":{"AWS:SourceAccount":"000000000000"}}}
            """);

        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "000000000000").ShouldBeTrue();
        access.MayInvoke(Function, "events.amazonaws.com", Source, "000000000000").ShouldBeFalse();
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source.Replace("GET", "POST"), "000000000000").ShouldBeFalse();
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "111111111111").ShouldBeFalse();
        access.MayInvoke(Function, "apigateway.amazonaws.com", "", "000000000000").ShouldBeFalse();
        access.MayInvoke(Function with { Name = "dogs" }, "apigateway.amazonaws.com", Source, "000000000000").ShouldBeFalse();
        access.MayInvoke(Function with { Region = "eu-central-2" }, "apigateway.amazonaws.com", Source, "000000000000").ShouldBeFalse();
        access.MayInvoke(Function with { Account = "111111111111" }, "apigateway.amazonaws.com", Source, "000000000000").ShouldBeFalse();
    }

    [Theory]
    [InlineData("\"Principal\":\"*\"", true)]
    [InlineData("\"Principal\":{\"AWS\":\"*\"}", true)]
    [InlineData("\"Principal\":{\"AWS\":[\"111111111111\",\"*\"]}", true)]
    [InlineData("\"Principal\":{\"Service\":[\"events.amazonaws.com\",\"apigateway.amazonaws.com\"]}", true)]
    [InlineData("\"Principal\":{\"Service\":\"*\"}", false)] // no wildcard in principals but the lone star of AWS (security §2.4)
    [InlineData("\"Principal\":{\"Service\":\"apigateway.*\"}", false)]
    [InlineData("\"Principal\":{\"Service\":\"APIGATEWAY.amazonaws.com\"}", false)]
    [InlineData("\"Principal\":{\"AWS\":\"arn:aws:iam::000000000000:root\"}", false)]
    [InlineData("\"Principal\":\"apigateway.amazonaws.com\"", false)]
    [InlineData("\"Principal\":{\"Person\":\"*\"}", false)]
    [InlineData("\"NotPrincipal\":{\"AWS\":\"*\"}", false)]
    public async Task Principals_decide(string principal, bool isAllowed)
    {
        await DecidesAsync(
            $$"""{"Effect":"Allow",{{principal}},"Action":"lambda:InvokeFunction","Resource":"{{FunctionArn}}"}""", isAllowed);
    }

    [Theory]
    [InlineData("\"Action\":\"lambda:InvokeFunction\"", true)]
    [InlineData("\"Action\":\"LAMBDA:invokefunction\"", true)] // actions compare without case (security §2.1)
    [InlineData("\"Action\":\"lambda:*\"", true)]
    [InlineData("\"Action\":\"*\"", true)]
    [InlineData("\"Action\":[\"lambda:GetFunction\",\"lambda:Invoke?unction\"]", true)]
    [InlineData("\"Action\":\"lambda:GetFunction\"", false)]
    [InlineData("\"Action\":[]", false)]
    [InlineData("\"Action\":{}", false)]
    [InlineData("\"NotAction\":\"lambda:GetFunction\"", true)]
    [InlineData("\"NotAction\":\"lambda:*\"", false)]
    [InlineData("\"Action\":\"*\",\"NotAction\":\"lambda:Get*\"", false)]
    public async Task Actions_decide(string action, bool isAllowed)
    {
        await DecidesAsync($$"""{"Effect":"Allow","Principal":"*",{{action}},"Resource":"{{FunctionArn}}"}""", isAllowed);
    }

    [Theory]
    [InlineData("\"Resource\":\"*\"", true)]
    [InlineData("\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:pe*\"", true)]
    [InlineData("\"Resource\":\"arn:aws:lambda:*:*:function:pets\"", true)]
    [InlineData("\"Resource\":[\"arn:aws:lambda:us-east-1:000000000000:function:dogs\",\"arn:aws:lambda:us-east-1:000000000000:function:pets\"]", true)]
    [InlineData("\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:Pets\"", false)]
    [InlineData("\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:pets:prod\"", false)]
    [InlineData("\"Resource\":\"arn:aws:lambda:us-east-1:000000000000:function:${aws:username}\"", false)]
    [InlineData("\"Resource\":\"pets\"", false)]
    [InlineData("\"NotResource\":\"arn:aws:lambda:us-east-1:000000000000:function:dogs\"", true)]
    [InlineData("\"NotResource\":\"*\"", false)]
    [InlineData("\"NotResource\":\"pets\"", false)]
    public async Task Resources_decide(string resource, bool isAllowed)
    {
        await DecidesAsync($$"""{"Effect":"Allow","Principal":"*","Action":"*",{{resource}}}""", isAllowed);
    }

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"ArnEquals":{"aws:sourcearn":"arn:aws:execute-api:*:*:a1b2c3d4e5/*"}}""", true)] // ArnEquals expands wildcards (§2.3)
    [InlineData("""{"ArnLike":{"aws:SourceArn":["arn:aws:s3:::b","arn:aws:execute-api:us-east-1:000000000000:*"]}}""", true)]
    [InlineData("""{"StringLike":{"aws:SourceArn":"arn:aws:*/GET/pets"}}""", true)]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":["1","000000000000"]}}""", true)]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":"0000000*"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":[]}}""", false)]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"*"}}""", false)]
    [InlineData("""{"ArnLike":{"aws:SourceArn":"arn:aws:execute-api:*:*:other/*"},"StringEquals":{"aws:SourceAccount":"000000000000"}}""", false)]
    [InlineData("""{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}""", false)] // a key we do not know
    [InlineData("""{"StringMatches":{"aws:SourceAccount":"000000000000"}}""", false)] // an operator there is not
    [InlineData("""{"stringequals":{"aws:SourceAccount":"000000000000"}}""", false)]
    [InlineData("""{"StringEquals":"000000000000"}""", false)]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":{"x":1}}}""", false)]
    [InlineData("""{"StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}}""", false)]
    [InlineData("""[]""", false)]
    public async Task Conditions_decide_and_what_is_not_understood_allows_nothing(string condition, bool isAllowed)
    {
        await DecidesAsync($$"""{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{{condition}}}""", isAllowed);
    }

    [Theory]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"lambda:*","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Deny","Principal":{"Service":"events.amazonaws.com"},"Action":"*","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"lambda:GetFunction","Resource":"*"}""", true)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}""", true)] // a call inside the process
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"Boole":{"aws:SecureTransport":"false"}}}""", false)]
    [InlineData("""{"Effect":"Deny","Principal":{"Person":"x"},"Action":"*","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"lambda:GetFunction","Resource":"*","Condition":{"Bool":{"a":"b"}}}""", true)]
    [InlineData("""{"Effect":"Deny","NotPrincipal":{"AWS":"000000000000"},"Action":"*","Resource":"*"}""", false)]
    [InlineData("""{"Effect":"allow","Principal":"*","Action":"*","Resource":"*"}""", false)] // not exactly Allow: at best a Deny
    [InlineData("""{"Effect":"Allow","Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}""", false)] // duplicates are invalid (§2.1)
    [InlineData("""not json""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""{}""", false)]
    public async Task An_explicit_deny_wins_and_so_does_a_deny_that_is_not_understood(string second, bool isAllowed)
    {
        var access = await AccessAsync("""{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""", second);

        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "000000000000").ShouldBe(isAllowed);
    }

    [Fact]
    public async Task Each_qualifier_has_its_own_policy_and_latest_has_the_functions()
    {
        const string Statement = """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""";
        var access = await AccessAsync(Statement);

        access.MayInvoke(Function with { Qualifier = "$LATEST" }, "apigateway.amazonaws.com", Source, "0").ShouldBeTrue();
        access.MayInvoke(Function with { Qualifier = "prod" }, "apigateway.amazonaws.com", Source, "0").ShouldBeFalse();

        access = await AccessToAsync("pets/prod", Statement.Replace("\"*\"}", $"\"{FunctionArn}:prod\"}}"));
        access.MayInvoke(Function with { Qualifier = "prod" }, "apigateway.amazonaws.com", Source, "0").ShouldBeTrue();
        access.MayInvoke(Function with { Qualifier = "1" }, "apigateway.amazonaws.com", Source, "0").ShouldBeFalse();
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "0").ShouldBeFalse();
    }

    [Fact]
    public async Task Commits_are_followed()
    {
        const string Statement = """{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}""";
        var access = new FunctionAccess();
        var store = new InMemoryDocumentStore(access);
        await access.LoadAsync(store, Cancellation);

        await store.CommitAsync(new DocumentBatch(Scope).Create("pets", Policy(Statement)), Cancellation);
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "0").ShouldBeTrue();

        await store.CommitAsync(new DocumentBatch(Scope).Upsert("pets", Policy()), Cancellation);
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "0").ShouldBeFalse();

        await store.CommitAsync(new DocumentBatch(Scope).Upsert("pets", Policy(Statement)), Cancellation);
        await store.CommitAsync(new DocumentBatch(Scope).DeleteIfPresent<FunctionPolicyDocument>("pets"), Cancellation);
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "0").ShouldBeFalse();
    }

    [Fact]
    public async Task Asking_allocates_nothing()
    {
        // It is asked once per call of the data plane.
        var access = await AccessAsync("""
            {"Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction",
             "Resource":"arn:aws:lambda:us-east-1:000000000000:function:pets",
             "Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:*:*:a1b2c3d4e5/*"}}}
            """);
        access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "0").ShouldBeTrue();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            access.MayInvoke(Function, "apigateway.amazonaws.com", Source, "0");
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000);
    }

    private static async Task DecidesAsync(string statement, bool isAllowed) =>
        (await AccessAsync(statement)).MayInvoke(Function, "apigateway.amazonaws.com", Source, "000000000000").ShouldBe(isAllowed);

    private static Task<FunctionAccess> AccessAsync(params string[] statements) => AccessToAsync("pets", statements);

    private static async Task<FunctionAccess> AccessToAsync(string id, params string[] statements)
    {
        var store = new InMemoryDocumentStore();
        await store.CommitAsync(new DocumentBatch(Scope).Create(id, Policy(statements)), Cancellation);
        var access = new FunctionAccess();
        await access.LoadAsync(store, Cancellation);
        return access;
    }

    private static FunctionPolicyDocument Policy(params string[] statements) => new()
    {
        RevisionId = "1",
        Statements = [.. statements.Select((json, index) => new FunctionPolicyStatement($"s{index}", json))],
    };
}
