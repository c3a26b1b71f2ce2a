using System.Text;
using BenchmarkDotNet.Attributes;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Signatures;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Benchmarks;

/// <summary>A decision over twenty statements (goal: 2 µs) and a signature whose key is known (goal: 12 µs).</summary>
[MemoryDiagnoser]
public class IdentityBenchmarks
{
    private const string Resource = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/GET/pets/7";

    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SignatureExpectation _expectation = new() { Service = "execute-api", Regions = ["us-east-1"] };
    private readonly SignatureVerifier _verifier = new(new RootCredentials("AKIDEXAMPLE", "secret", "111122223333"), new Clock());
    private readonly List<KeyValuePair<string, string>> _headers =
        [new("Host", "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"), new("Accept", "*/*"), new("User-Agent", "bench")];

    private CallerPolicies _policies = null!;
    private ContextValues _context = null!;
    private Principal _caller = null!;

    [GlobalSetup]
    public void Setup()
    {
        var statements = new StringBuilder();
        for (var i = 0; i < 19; i++)
        {
            statements.Append(
                $$$$"""
                {"Effect":"{{{{(i % 5 == 0 ? "Deny" : "Allow")}}}}","Action":["s3:Get*","execute-api:Invoke"],
                 "Resource":"arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/prod/GET/other{{{{i}}}}/*",
                 "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}},
                """);
        }

        statements.Append(
            """
            {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/*/GET/pets/*",
             "Condition":{"IpAddress":{"aws:SourceIp":["192.168.0.0/16","10.0.0.0/8"]},"StringLike":{"aws:username":"${aws:username}"}}}
            """);
        _policies = new CallerPolicies
        {
            Identity =
            [
                PolicyPlan.CompileStored($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}""", PolicyKind.Identity),
            ],
        };
        _context = new ContextValues().Set("aws:SourceIp", "10.1.2.3");
        _caller = new Principal
        {
            Kind = PrincipalKind.User, Account = "111122223333", Arn = "arn:aws:iam::111122223333:user/alice",
            IssuerArn = "arn:aws:iam::111122223333:user/alice", UserName = "alice", UserId = "AIDA", UniqueId = "AIDA",
        };
        new SigV4Signer(new SigningCredentials("AKIDEXAMPLE", "secret", null), "us-east-1", "execute-api", new SigningKeyCache())
            .SignHeaders("GET", "/prod/pets/7", "a=1&b=2", _headers, Now, SigV4Names.EmptyPayloadHash);
        if (!Decide() || !Verify())
        {
            throw new InvalidOperationException("The benchmark measures refusals.");
        }
    }

    [Benchmark]
    public bool Decide() => AccessRules.Decide(
        new PolicyRequest(_caller, "execute-api:Invoke", Resource, _context), _policies,
        new GuardedResource("111122223333", null)).IsAllowed;

    [Benchmark]
    public bool Verify() => _verifier.TryVerify(
        new SigningRequest("GET", "/prod/pets/7", "a=1&b=2", _headers), SignedPayload.OfBody([]), _expectation, out _, out _);

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
