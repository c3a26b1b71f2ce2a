using System.Text.Json.Nodes;

namespace Gatehouse.Services.CognitoIdp.SignIn;

/// <summary>What a sign-in gives.</summary>
internal sealed record IssuedTokens(string Access, string? Id, string? Refresh, int ExpiresIn)
{
    public JsonObject ToResult()
    {
        var result = new JsonObject { ["AccessToken"] = Access, [nameof(ExpiresIn)] = ExpiresIn, ["TokenType"] = "Bearer" };
        if (Refresh is not null)
        {
            result["RefreshToken"] = Refresh;
        }

        if (Id is not null)
        {
            result["IdToken"] = Id;
        }

        return result;
    }

    /// <summary>A record prints its members.</summary>
    public override string ToString() => "tokens";
}
