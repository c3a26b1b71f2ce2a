using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>
/// Sign-ins that still live: one document each, which refresh tokens and access tokens name. Without it they count no more.
/// </summary>
internal static class PoolSessions
{
    public static string PartOf(string sub, string origin) => $"{sub}/{origin}";

    public static ValueTask<Versioned<PoolSessionDocument>?> FindAsync(
        OpenedPool pool, string sub, string origin, CancellationToken cancellationToken) =>
        pool.FindAsync<PoolSessionDocument>(PartOf(sub, origin), cancellationToken);

    /// <summary>Opens one; what has ended goes, and the oldest when there are too many.</summary>
    public static async ValueTask OpenAsync(
        OpenedPool pool, string sub, string origin, PoolSessionDocument session, CancellationToken cancellationToken)
    {
        var now = pool.Room.Now;
        var known = await ListAsync(pool, sub, cancellationToken);
        var batch = pool.Batch().Create($"{pool.Id}/{PartOf(sub, origin)}", session);
        var ended = known.Where(one => one.Value.Expires <= now).ToList();
        var living = known.Except(ended).OrderBy(static one => one.Value.Authenticated).ToList();
        foreach (var one in ended.Concat(living.Take(Math.Max(0, living.Count + 1 - UserPoolLimits.SessionsPerUser))))
        {
            batch.DeleteIfPresent<PoolSessionDocument>(one.Id);
        }

        await pool.Room.CommitAsync(batch, cancellationToken);
    }

    /// <summary>Ends every sign-in of a user; what was issued is refused by the pool from now on (GlobalSignOut).</summary>
    public static async ValueTask SignOutAsync(
        OpenedPool pool, Versioned<PoolUserDocument> user, CancellationToken cancellationToken)
    {
        await pool.Room.CommitAsync(
            pool.Batch().Replace(user, user.Value with { SignedOut = pool.Room.Now }), cancellationToken);
        await EndAllAsync(pool, user.Value, cancellationToken);
    }

    public static async ValueTask EndAllAsync(
        OpenedPool pool, PoolUserDocument user, CancellationToken cancellationToken)
    {
        var batch = pool.Batch();
        foreach (var session in await ListAsync(pool, user.Sub, cancellationToken))
        {
            batch.DeleteIfPresent<PoolSessionDocument>(session.Id);
        }

        if (!batch.IsEmpty)
        {
            await pool.Room.CommitAsync(batch, cancellationToken);
        }
    }

    public static async ValueTask DeleteUserAsync(
        OpenedPool pool, Versioned<PoolUserDocument> user, CancellationToken cancellationToken)
    {
        var batch = pool.Batch().Delete(user);
        await PoolAliases.AddAsync(pool, batch, user.Id, user.Value, null, takes: false, cancellationToken);
        await pool.Room.CommitAsync(batch, cancellationToken);
        await EndAllAsync(pool, user.Value, cancellationToken);
    }

    private static async ValueTask<List<Versioned<PoolSessionDocument>>> ListAsync(
        OpenedPool pool, string sub, CancellationToken cancellationToken) =>
        [.. await pool.Room.Documents.ListAsync<PoolSessionDocument>(pool.Scope, $"{pool.Id}/{sub}/", cancellationToken)];
}
