using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>
/// USER_SRP_AUTH: the password never leaves the client (security §6.2). A name that is not there gets a challenge like any
/// other, when the client hides who is a user.
/// </summary>
internal sealed class SrpFlow(CognitoRoom room, SignInFlow flow)
{
    private const string Purpose = "SRP secret block";

    public async ValueTask<JsonObject> InitiateAsync(
        OpenedClient client, string username, string clientPublic, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        var user = await pool.FindUserAsync(username, cancellationToken);
        if (user is null && !client.HidesUsers)
        {
            throw CognitoFaults.NoUser();
        }

        var (salt, verifier) = user?.Value.Password is { } password
            ? (password.SrpSalt, password.SrpVerifier)
            : SrpServer.CreateDecoy(Convert.FromBase64String((await pool.KeysAsync(cancellationToken)).Pepper), pool.Fold(username));
        var challenge = await room.Passwords.RunAsync(
                () => SrpServer.Challenge(clientPublic, verifier), cancellationToken)
            ?? throw CognitoFaults.Invalid("Invalid SRP_A parameter.");
        var name = user?.Value.Username ?? (NamesAreIds(pool.Value) ? DecoyId(pool, username, salt) : username);
        var block = room.Seals.SealBytes(
            Purpose, client.Id,
            new JsonObject
            {
                ["p"] = pool.Id, ["u"] = name, ["k"] = user is not null, ["a"] = clientPublic, ["s"] = challenge.Secret,
                ["b"] = challenge.Public, ["v"] = verifier, ["i"] = room.Ids.Uuid(),
            },
            room.Now + client.AuthSession);
        return new JsonObject
        {
            ["ChallengeName"] = "PASSWORD_VERIFIER",
            ["ChallengeParameters"] = new JsonObject
            {
                ["SALT"] = salt,
                ["SECRET_BLOCK"] = Convert.ToBase64String(block),
                ["SRP_B"] = challenge.Public,
                ["USERNAME"] = name,
                ["USER_ID_FOR_SRP"] = name,
            },
        };
    }

    /// <summary>The user whose password the client proved.</summary>
    public async ValueTask<Versioned<PoolUserDocument>> VerifyAsync(
        OpenedClient client, JsonObject responses, CancellationToken cancellationToken)
    {
        var pool = client.Pool;
        var block = Bytes(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
        if (room.Seals.OpenBytes(Purpose, client.Id, block) is not { } state || state["p"]!.GetValue<string>() != pool.Id)
        {
            throw CognitoFaults.WrongPassword();
        }

        var username = state["u"]!.GetValue<string>();
        var name = pool.Fold(username);
        if (room.Attempts.IsLocked(pool.Id, name))
        {
            throw CognitoFaults.Locked();
        }

        var timestamp = responses["TIMESTAMP"]?.GetValue<string>() ?? throw CognitoFaults.Invalid("Missing required parameter TIMESTAMP");
        var proof = new SrpProof
        {
            PoolName = pool.Value.SrpName,
            Username = username,
            ClientPublic = state["a"]!.GetValue<string>(),
            ServerPublic = state["b"]!.GetValue<string>(),
            ServerSecret = state["s"]!.GetValue<string>(),
            Verifier = state["v"]!.GetValue<string>(),
            SecretBlock = block,
            Timestamp = timestamp,
            Signature = Bytes(responses, "PASSWORD_CLAIM_SIGNATURE"),
        };
        var isRight = await room.Passwords.RunAsync(() => SrpServer.Verify(proof), cancellationToken);
        if (room.Attempts.IsLocked(pool.Id, name))
        {
            throw CognitoFaults.Locked(); // others failed while this one waited
        }

        var user = state["k"]!.GetValue<bool>() ? await FindAsync(pool, username, proof.Verifier, cancellationToken) : null;
        if (!isRight || user is null || !IsTimely(timestamp)
            || !room.Seals.TryUse(state["i"]!.GetValue<string>(), room.Now + client.AuthSession))
        {
            room.Attempts.Fail(pool.Id, name);
            throw CognitoFaults.WrongPassword();
        }

        room.Attempts.Succeed(pool.Id, name);
        flow.RequireState(user.Value);
        return user;
    }

    /// <summary>The user, whose password is still the one that the challenge was about.</summary>
    private async ValueTask<Versioned<PoolUserDocument>?> FindAsync(
        OpenedPool pool, string username, string verifier, CancellationToken cancellationToken) =>
        await room.Documents.FindAsync<PoolUserDocument>(pool.Scope, pool.UserId(username), cancellationToken) is { } user
        && user.Value.Password?.SrpVerifier == verifier
            ? user
            : null;

    private static bool NamesAreIds(UserPoolDocument pool) =>
        pool.Lists("UsernameAttributes", "email") || pool.Lists("UsernameAttributes", "phone_number");

    /// <summary>What looks like the id of a user, and is the same for the same name.</summary>
    private static string DecoyId(OpenedPool pool, string username, string salt)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes($"{salt} {pool.Id} {username}"));
        hash[7] = (byte)((hash[7] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16)).ToString("D");
    }

    /// <summary>Clients write the moment as <c>Tue Aug 4 12:00:00 UTC 2026</c>, with or without a second digit of the day.</summary>
    private bool IsTimely(string timestamp) =>
        DateTimeOffset.TryParseExact(
            timestamp, ["ddd MMM d HH:mm:ss 'UTC' yyyy", "ddd MMM dd HH:mm:ss 'UTC' yyyy"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var moment)
        && (moment - room.Now).Duration() <= UserPoolLimits.SrpClock;

    private static byte[] Bytes(JsonObject responses, string name)
    {
        var text = responses[name]?.GetValue<string>() ?? throw CognitoFaults.Invalid($"Missing required parameter {name}");
        var bytes = new byte[text.Length];
        return text.Length <= UserPoolLimits.TokenChars && Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw CognitoFaults.WrongPassword();
    }
}
