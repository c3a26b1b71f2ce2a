using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>
/// What a client carries from one step of a sign-in to the next: sealed, for one client, one user and one challenge, for a few
/// minutes.
/// </summary>
internal static class PoolChallenges
{
    private const string Purpose = "sign-in session";

    /// <summary>The answer that asks for more.</summary>
    public static JsonObject Ask(
        OpenedClient client, PoolUserDocument user, string challenge, JsonObject parameters, string? note = null)
    {
        var state = new JsonObject
        {
            ["p"] = client.Pool.Id, ["s"] = user.Sub, ["n"] = challenge, ["i"] = client.Pool.Room.Ids.Uuid(),
        };
        if (note is not null)
        {
            state["x"] = note;
        }

        return new JsonObject
        {
            ["ChallengeName"] = challenge,
            // The client's id stands in front for the operations that do not name it; the seal is bound to it.
            ["Session"] = $"{client.Id}."
                + client.Pool.Room.Seals.Seal(Purpose, client.Id, state, client.Pool.Room.Now + client.AuthSession),
            ["ChallengeParameters"] = parameters,
        };
    }

    /// <summary>Who is meant by a session of that challenge.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">NotAuthorizedException.</exception>
    public static async ValueTask<OpenChallenge> ReadAsync(
        OpenedClient client, string? session, string challenge, CancellationToken cancellationToken)
    {
        if (ClientOf(session) != client.Id
            || client.Pool.Room.Seals.Open(Purpose, client.Id, session![(client.Id.Length + 1)..]) is not { } state
            || state["p"]!.GetValue<string>() != client.Pool.Id || state["n"]!.GetValue<string>() != challenge
            || await client.Pool.FindBySubAsync(state["s"]!.GetValue<string>(), cancellationToken) is not { } user)
        {
            throw CognitoFaults.NotAuthorized("Invalid session for the user.");
        }

        return user.Value.IsEnabled
            ? new OpenChallenge(user, state["i"]!.GetValue<string>(), state["x"]?.GetValue<string>())
            : throw CognitoFaults.Disabled();
    }

    /// <summary>Whose client a session claims to be of.</summary>
    public static string? ClientOf(string? session) =>
        session?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? session[..dot] : null;

    /// <summary>A session that gave tokens gives no more.</summary>
    public static void Use(OpenedClient client, OpenChallenge challenge)
    {
        if (!client.Pool.Room.Seals.TryUse(challenge.Id, client.Pool.Room.Now + client.AuthSession))
        {
            throw CognitoFaults.NotAuthorized("Invalid session for the user, session can only be used once.");
        }
    }
}

/// <param name="User">Who answers.</param>
/// <param name="Id">Of the session.</param>
/// <param name="Note">What a former step left.</param>
internal sealed record OpenChallenge(
    Gatehouse.Model.Documents.Versioned<PoolUserDocument> User, string Id, string? Note);
