using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Execution.Throttling;
using Gatehouse.Identity.Tokens;
using Gatehouse.Model.Documents;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Benchmarks;

/// <summary>
/// What a token costs: one that was never seen (goal: 15,000 in a second on one core), one that was verified before, and
/// the parts of the first.
/// </summary>
[MemoryDiagnoser]
public class TokenBenchmarks
{
    private const int Tokens = 1_024;
    private const string KeyId = "bench";

    private static readonly string[] Scopes = ["read"];

    private readonly string[] _tokens = new string[Tokens];
    private KeySet _keys = null!;
    private JwtAuthorizer _authorizer = null!;

    [GlobalSetup]
    public void Setup()
    {
        using var rsa = RSA.Create(2_048);
        var parameters = rsa.ExportParameters(includePrivateParameters: false);
        var json = $"{{\"keys\":[{{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"{KeyId}\","
            + $"\"n\":\"{Base64Url.EncodeToString(parameters.Modulus!)}\",\"e\":\"{Base64Url.EncodeToString(parameters.Exponent!)}\"}}]}}";
        _keys = KeySetReader.TryRead(Encoding.UTF8.GetBytes(json))!;
        for (var i = 0; i < Tokens; i++)
        {
            _tokens[i] = Sign(rsa, i);
        }

        var time = TimeProvider.System;
        var hasher = new KeyHasher(new RandomIdSource());
        var fetcher = new JsonFetcher(time, NullLogger.Instance);
        var state = new IssuerState("https://issuer", new FixedKeys(fetcher, _keys), time, NullLogger.Instance);
        var memory = new ExpiringCache<VerifiedToken>(AuthorizerLimits.Tokens, AuthorizerLimits.TokenBytes, time);
        var checker = new TokenChecker(["https://issuer"], state, JwtAuthorizer.Algorithms, memory, hasher);
        _authorizer = new JwtAuthorizer(checker, ["client"], time);
        foreach (var token in _tokens)
        {
            if (_authorizer.CheckAsync(token, ["read"], CancellationToken.None).AsTask().GetAwaiter().GetResult().Token is null)
            {
                throw new InvalidOperationException("the benchmark's token is refused");
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public int TokenNeverSeen()
    {
        var good = 0;
        foreach (var text in _tokens)
        {
            var token = JsonWebToken.TryParse(text, out _)!;
            good += TokenVerifier.CheckSignature(token, _keys, TokenAlgorithms.RS256) == TokenFault.None ? 1 : 0;
        }

        return good;
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public int ParsedOnly()
    {
        var good = 0;
        foreach (var text in _tokens)
        {
            good += JsonWebToken.TryParse(text, out _) is null ? 0 : 1;
        }

        return good;
    }

    [Benchmark(OperationsPerInvoke = Tokens)]
    public int TokenSeenBefore()
    {
        var good = 0;
        foreach (var text in _tokens)
        {
            var checking = _authorizer.CheckAsync(text, Scopes, CancellationToken.None);
            good += checking.IsCompletedSuccessfully && checking.GetAwaiter().GetResult().Token is not null ? 1 : 0;
        }

        return good;
    }

    private static string Sign(RSA rsa, int number)
    {
        var exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 86_400;
        var payload = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["sub"] = $"aaaaaaaa-bbbb-cccc-dddd-{number:D12}", ["iss"] = "https://issuer", ["aud"] = "client", ["client_id"] = "client",
            ["origin_jti"] = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", ["token_use"] = "access", ["scope"] = "read write openid",
            ["auth_time"] = exp - 90_000, ["exp"] = exp, ["iat"] = exp - 90_000, ["jti"] = $"{number:D32}", ["username"] = $"user-{number}",
            ["cognito:groups"] = new[] { "admin", "poweruser" },
        });
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{{\"kid\":\"{KeyId}\",\"alg\":\"RS256\"}}"))}."
            + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private sealed class FixedKeys(JsonFetcher fetcher, KeySet keys) : KeySource(fetcher)
    {
        public override Task<KeyFetch> FetchAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new KeyFetch(keys, default, null, null));
    }
}
