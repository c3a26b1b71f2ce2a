using Gatehouse.Identity.UserPools;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>
/// Slow work on passwords, as many at once as there are processors: a storm of sign-ins waits in line instead of taking the
/// machine from everything else.
/// </summary>
/// <param name="iterations">Rounds for new passwords.</param>
internal sealed class PasswordWork(int iterations)
{
    private const int Waiting = 1_000;

    /// <summary>One for the process: it is the machine's processors that are shared.</summary>
    private static readonly SemaphoreSlim Lanes = new(Environment.ProcessorCount);

    private int _waiting;

    public Task<PoolPassword> CreateAsync(
        UserPoolDocument pool, string username, string password, CancellationToken cancellationToken) =>
        RunAsync(() => PasswordHash.Create(pool.SrpName, username, password, iterations), cancellationToken);

    /// <summary>Takes as long for a user without a password, or for none.</summary>
    public Task<bool> VerifyAsync(PoolPassword? stored, string password, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            if (stored is not null)
            {
                return PasswordHash.Verify(stored, password);
            }

            PasswordHash.Waste(password, iterations);
            return false;
        },
        cancellationToken);

    /// <summary>Runs on the pool of threads, never on a thread that polls sockets.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > Waiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw CognitoFaults.Of("TooManyRequestsException", "Too many requests");
        }

        try
        {
            await Lanes.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                Lanes.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
