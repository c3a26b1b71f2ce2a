using System.Collections.Concurrent;
using Gatehouse.Model.Documents;

namespace Gatehouse.Execution.Throttling;

/// <summary>
/// The buckets of stages' methods and of accounts, by what they limit. They outlive every publication; a stage's go
/// with
/// it.
/// </summary>
internal sealed class RateStates(TimeProvider time, Rate? accountDefault)
{
    private readonly ConcurrentDictionary<MethodAddress, TokenBucket> _methods = new();
    private readonly ConcurrentDictionary<DocumentScope, AccountRate> _accounts = new();
    private readonly ConcurrentDictionary<DocumentScope, int> _scopes = new();

    /// <summary>What holds for accounts whose settings say nothing else.</summary>
    public Rate? AccountDefault { get; } = accountDefault;

    /// <summary>The bucket of one method of a stage: <c>*/*</c> limits each method by itself (sheet §10.1).</summary>
    public TokenBucket Method(in MethodAddress address) =>
        _methods.GetOrAdd(address, static (_, time) => new TokenBucket(time), time);

    public AccountRate Account(DocumentScope scope) => _accounts.GetOrAdd(
        scope, static (_, self) => new AccountRate(new TokenBucket(self.Time), self.AccountDefault), this);

    /// <summary>A small number for an account and region: part of what keys are found by.</summary>
    public int Number(DocumentScope scope)
    {
        lock (_scopes)
        {
            return _scopes.GetOrAdd(scope, static (_, count) => count, _scopes.Count);
        }
    }

    /// <summary>A stage is gone.</summary>
    public void Forget(DocumentScope scope, string apiStage)
    {
        foreach (var address in _methods.Keys)
        {
            if (address.Scope == scope && address.ApiStage == apiStage)
            {
                _methods.TryRemove(address, out _);
            }
        }
    }

    private TimeProvider Time => time;
}

/// <summary>A method of a stage, by what survives a deployment: its path and verb, not its ids.</summary>
/// <param name="Scope">Account and region.</param>
/// <param name="ApiStage"><c>{apiId}/{stage}</c>.</param>
/// <param name="Method"><c>{path}/{VERB}</c>.</param>
internal readonly record struct MethodAddress(DocumentScope Scope, string ApiStage, string Method);

/// <summary>The limit that all APIs of an account and region share, and its bucket.</summary>
internal sealed class AccountRate(TokenBucket bucket, Rate? rate)
{
    private volatile Rate? _rate = rate;

    /// <summary>The limit in force; <see langword="null"/> for none.</summary>
    public Rate? Rate => _rate;

    public void Change(Rate? rate) => _rate = rate;

    /// <returns>The limit that refuses, or <see langword="null"/>.</returns>
    public Rate? FindRefusal(long arrivedAt) =>
        _rate is { } limit && !bucket.TryTake(limit, arrivedAt) ? limit : null;
}
