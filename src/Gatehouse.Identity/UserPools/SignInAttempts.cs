using System.Collections.Concurrent;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Identity.UserPools;

/// <summary>
/// Wrong passwords by name, known or not. After five the name is locked for a second, and for twice as long after each
/// further one, up to a quarter of an hour; attempts during a lock do not count (Cognito developer guide, "Lockout
/// behavior for failed sign-in attempts"). One lock for every way to prove a password.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class SignInAttempts(TimeProvider time)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(UserPoolLimits.LongestLockSeconds);

    private readonly ConcurrentDictionary<(string Pool, string Name), Failures> _failures = new();

    /// <summary>Whether the name is locked now.</summary>
    public bool IsLocked(string pool, string name) =>
        _failures.TryGetValue((pool, name), out var failures) && time.GetUtcNow() < failures.LockedUntil;

    public void Fail(string pool, string name)
    {
        var now = time.GetUtcNow();
        if (_failures.Count >= UserPoolLimits.RememberedNames)
        {
            Sweep(now);
        }

        _failures.AddOrUpdate(
            (pool, name),
            static (_, at) => new Failures(1, at),
            static (_, old, at) => at > old.LockedUntil + Forgotten ? new Failures(1, at) : old.Next(at),
            now);
    }

    public void Succeed(string pool, string name) => _failures.TryRemove((pool, name), out _);

    /// <summary>Forgets what has run out; when nothing has, an attacker filled the table, and the oldest half goes.</summary>
    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, failures) in _failures)
        {
            if (now > failures.LockedUntil + Forgotten)
            {
                _failures.TryRemove(key, out _);
            }
        }

        if (_failures.Count < UserPoolLimits.RememberedNames)
        {
            return;
        }

        foreach (var (key, _) in _failures.OrderBy(static pair => pair.Value.LockedUntil).Take(_failures.Count / 2))
        {
            _failures.TryRemove(key, out _);
        }
    }

    private sealed record Failures(int Count, DateTimeOffset LockedUntil)
    {
        public Failures Next(DateTimeOffset now)
        {
            var over = Count + 1 - UserPoolLimits.FreeFailures;
            var seconds = over < 0 ? 0 : Math.Min(UserPoolLimits.LongestLockSeconds, 1L << Math.Min(over, 20));
            return new Failures(Count + 1, now.AddSeconds(seconds));
        }
    }
}
