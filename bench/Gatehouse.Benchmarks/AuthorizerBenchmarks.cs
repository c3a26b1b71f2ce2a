using System.Text;
using BenchmarkDotNet.Attributes;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Function;
using Gatehouse.Execution.Throttling;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Documents;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What an authorizer whose answer is kept adds to a request (goal: one microsecond): the caller's key, the look-up, the
/// ARN, and the policy.
/// </summary>
[MemoryDiagnoser]
public class AuthorizerBenchmarks
{
    private const int Calls = 1_024;

    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");

    private readonly string _token = "Bearer " + new string('a', 64);
    private FunctionAuthorizer _authorizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        var hasher = new KeyHasher(new RandomIdSource());
        var caches = new AuthorizerCaches(hasher, TimeProvider.System);
        _authorizer = new FunctionAuthorizer(
            new AuthorizerFunction
            {
                AuthorizerId = "auth01", Function = new("000000000000", "us-east-1", "auth", null), SourceArn = "", SourceAccount = "",
                RoleArn = null, Timeout = AuthorizerLimits.RestTimeout,
            },
            AnswerForm.Rest, TimeSpan.FromHours(1), "settings", "stage", null!, caches);
        var answer = AuthorizerAnswerReader.TryRead(
            Encoding.UTF8.GetBytes(
                """
                {"principalId":"user-1","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke",
                "Effect":"Allow","Resource":"arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/*/pets/*"}]}}
                """),
            AnswerForm.Rest, out _)!;
        caches.Answers.Put(KeyOf(), answer, 1_000, TimeSpan.FromHours(1));
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public int KeptAnswer()
    {
        var allowed = 0;
        Span<char> buffer = stackalloc char[512];
        for (var i = 0; i < Calls; i++)
        {
            var answer = _authorizer.FindKept(KeyOf())!;
            var arn = InvokeArn.Write(buffer, Scope, "a1b2c3d4e5", "prod", "GET", InvokeArn.RestPath("/pets/1"));
            allowed += answer.Policy!.Evaluate(arn, null) == PolicyEffect.Allow ? 1 : 0;
        }

        return allowed;
    }

    private CallerKey KeyOf()
    {
        var writer = new CallerKeyWriter(stackalloc byte[512]);
        _authorizer.BeginKey(ref writer);
        writer.Append(1L);
        writer.Append(_token);
        var key = writer.Finish(_authorizer.Hasher);
        writer.Dispose();
        return key;
    }
}
