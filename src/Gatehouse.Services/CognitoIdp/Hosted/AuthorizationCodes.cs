using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>Codes that stand for a sign-in for five minutes and one use (RFC 6749 §4.1.2). Stored as hashes.</summary>
internal static class AuthorizationCodes
{
    private const int Bytes = 32;
    private const int LeastVerifierChars = 43;
    private const int MostVerifierChars = 128;

    /// <returns><see langword="null"/> when too many codes wait already.</returns>
    public static async ValueTask<string?> CreateAsync(
        AuthorizeRequest request, Versioned<PoolUserDocument> user, DateTimeOffset authenticated,
        CancellationToken cancellationToken)
    {
        var pool = request.Client.Pool;
        var now = pool.Room.Now;
        var waiting = await pool.Room.ListAsync<AuthorizationCodeDocument>(pool.Scope, pool.Id, cancellationToken);
        var ended = waiting.Where(code => code.Value.Expires <= now).ToList();
        if (waiting.Length - ended.Count >= UserPoolLimits.WaitingCodes)
        {
            return null;
        }

        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        var batch = pool.Batch().Create(IdOf(pool, text), new AuthorizationCodeDocument
        {
            ClientId = request.Client.Id,
            User = user.Id,
            RedirectUri = request.RedirectUri,
            Scopes = [.. request.Scopes],
            Challenge = request.Challenge,
            Nonce = request.Nonce,
            Authenticated = authenticated,
            Expires = now + UserPoolLimits.AuthorizationCode,
        });
        foreach (var code in ended)
        {
            batch.DeleteIfPresent<AuthorizationCodeDocument>(code.Id);
        }

        await pool.Room.CommitAsync(batch, cancellationToken);
        return text;
    }

    /// <summary>Takes the code out of the world, whatever comes of it: nobody tries it twice.</summary>
    public static async ValueTask<AuthorizationCodeDocument?> TakeAsync(
        OpenedClient client, string text, string? redirect, string? verifier, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        if (text.Length > UserPoolLimits.TokenChars)
        {
            return null;
        }

        var found = await pool.Room.Documents.FindAsync<AuthorizationCodeDocument>(
            pool.Scope, IdOf(pool, text), cancellationToken);
        if (found is not { } code || code.Value.ClientId != client.Id)
        {
            return null;
        }

        try
        {
            await pool.Room.CommitAsync(pool.Batch().Delete(code), cancellationToken);
        }
        catch (DocumentConflictException)
        {
            return null; // another request took it in the same moment
        }

        return code.Value.Expires > pool.Room.Now && code.Value.RedirectUri == redirect && IsProved(code.Value.Challenge, verifier)
            ? code.Value
            : null;
    }

    /// <summary>A code that was asked for without a challenge takes no verifier either (RFC 9700 §2.1.1).</summary>
    private static bool IsProved(string? challenge, string? verifier) => challenge is null
        ? verifier is null
        : verifier is { Length: >= LeastVerifierChars and <= MostVerifierChars }
            && SecretHash.AreEqual(challenge, Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier))));

    private static string IdOf(OpenedPool pool, string code) =>
        $"{pool.Id}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)))}";
}
