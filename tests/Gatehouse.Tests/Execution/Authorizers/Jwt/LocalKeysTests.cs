using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Execution.Authorizers.Jwt;

/// <summary>Keys of this house's user pools: read where they are, never fetched (security §6.1).</summary>
public sealed class LocalKeysTests : IUserPoolKeySets
{
    private const string Pool = "us-east-1_AbCdEf123";

    private readonly UserPoolKeysDocument _document = PoolKeys.Create(DateTimeOffset.UnixEpoch);
    private readonly NoSource _source = new();
    private byte[]? _json;

    [Fact]
    public async Task A_pool_that_is_here_answers_at_once_and_one_that_is_not_is_fetched()
    {
        var issuer = new IssuerState("https://issuer", _source, TimeProvider.System, NullLogger.Instance, new LocalKeys(this, Pool));
        (await issuer.FindAsync("x", TestContext.Current.CancellationToken)).Keys.ShouldBeNull();
        _source.Fetches.ShouldBe(1);

        _json = PoolKeys.WriteKeySet(_document.Keys);
        var keys = (await issuer.FindAsync(_document.Keys[0].KeyId, TestContext.Current.CancellationToken)).Keys!;
        keys.Has(_document.Keys[0].KeyId).ShouldBeTrue();
        (await issuer.FindAsync("made up", TestContext.Current.CancellationToken)).Keys.ShouldBeSameAs(keys);
        _source.Fetches.ShouldBe(1);

        // The same bytes are the same keys, so that what was verified stays verified; other keys count at once.
        _json = PoolKeys.WriteKeySet(_document.Keys);
        issuer.Current().ShouldBeSameAs(keys);
        var rotated = PoolKeys.Rotate(_document, DateTimeOffset.UnixEpoch.AddDays(90));
        _json = PoolKeys.WriteKeySet(rotated.Keys);
        issuer.Current()!.Has(rotated.Keys[^1].KeyId).ShouldBeTrue();

        _json = null;
        issuer.Current().ShouldBeNull(); // gone is gone
    }

    public ReadOnlyMemory<byte>? FindKeySet(string poolId) => _json is null ? default(ReadOnlyMemory<byte>?) : _json.AsMemory();

    public string IssuerOf(string poolId) => "https://issuer/" + poolId;

    public string? FindPool(string issuer) => null;

    private sealed class NoSource() : KeySource(null!)
    {
        public int Fetches { get; private set; }

        public override Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
        {
            Fetches++;
            return Task.FromResult(KeyFetch.Failed(KeyFetch.KeySetProblem, "nothing here"));
        }
    }
}
