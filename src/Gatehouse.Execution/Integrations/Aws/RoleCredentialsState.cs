using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Aws;

/// <summary>
/// The credentials of roles in use, kept until shortly before they expire. One call to STS at a time per role, however
/// many requests wait for it; a renewal runs while requests go on with what is still good.
/// </summary>
internal sealed class RoleCredentialsState(StsClient sts, TimeProvider time, ILogger logger)
{
    private readonly ConcurrentDictionary<AssumedRole, Entry> _entries = new();

    /// <exception cref="TimeoutException">STS did not answer in the time that the method has.</exception>
    public ValueTask<RoleAnswer> GetAsync(AssumedRole role, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_entries.Count >= AwsLimits.Roles && !_entries.ContainsKey(role))
        {
            _entries.Clear(); // costs one call per role in use, and needs no bookkeeping on the path that hits
        }

        var entry = _entries.GetOrAdd(role, static _ => new Entry());
        return entry.TryTake(time.GetUtcNow(), () => RenewAsync(entry, role), out var answer, out var pending)
            ? new ValueTask<RoleAnswer>(answer)
            : new ValueTask<RoleAnswer>(pending.WaitAsync(timeout, time, cancellationToken));
    }

    private async Task<RoleAnswer> RenewAsync(Entry entry, AssumedRole role)
    {
        var answer = RoleAnswer.Refused("STS could not be asked");
        try
        {
            // Nobody's token: the answer is for all who wait, and for those who come next.
            answer = await sts.AssumeAsync(role, CancellationToken.None);
            if (answer.Refusal is { } refusal)
            {
                logger.RoleRefused(role.RoleArn, refusal);
            }
        }
        finally
        {
            entry.Finish(answer);
        }

        return answer;
    }

    private sealed class Entry
    {
        private readonly Lock _gate = new();
        private RoleAnswer? _current;
        private Task<RoleAnswer>? _pending;

        /// <param name="now">The time.</param>
        /// <param name="renew">Asks STS.</param>
        /// <param name="current">Credentials that are still good, when <see langword="true"/> is returned.</param>
        /// <param name="pending">
        /// The call to wait for otherwise. Refusals are not kept: who corrects a role need not wait.
        /// </param>
        public bool TryTake(
            DateTimeOffset now, Func<Task<RoleAnswer>> renew,
            [NotNullWhen(true)] out RoleAnswer? current, [NotNullWhen(false)] out Task<RoleAnswer>? pending)
        {
            lock (_gate)
            {
                current = _current;
                var left = current is null ? TimeSpan.Zero : current.Expiration - now;
                if (current is null || left <= AwsLimits.RenewalLead)
                {
                    // On the pool: nothing of it may run under the lock or on the thread of a request.
                    _pending ??= Task.Run(renew);
                }

                var isGood = current is not null && left > AwsLimits.ExpiryMargin;
                pending = isGood ? null : _pending;
                return isGood;
            }
        }

        public void Finish(RoleAnswer answer)
        {
            lock (_gate)
            {
                _pending = null;
                if (answer.Credentials is not null)
                {
                    _current = answer;
                }
            }
        }
    }
}
