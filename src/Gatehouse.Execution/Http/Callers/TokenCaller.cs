using System.Text.Json;
using Gatehouse.Execution.Authorizers;

namespace Gatehouse.Execution.Http.Callers;

/// <summary>The bearer of a JSON Web Token that a JWT authorizer took.</summary>
/// <param name="authorization">With its claims; with scopes only where the route asks for some (http-api §7.4).</param>
internal sealed class TokenCaller(CallerAuthorization authorization) : RouteCaller
{
    public override void WriteV2(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName("jwt"u8);
        WriteV1(json);
        json.WriteEndObject();
    }

    public override void WriteV1(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("claims"u8);
        foreach (var (name, value) in authorization.Claims?.Entries ?? [])
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        if (authorization.Scopes is { } scopes)
        {
            json.WriteStartArray("scopes"u8);
            foreach (var scope in scopes)
            {
                json.WriteStringValue(scope);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("scopes"u8);
        }

        json.WriteEndObject();
    }

    /// <summary>Bare <c>claims</c> is unset (http-api §13.2).</summary>
    public override string? Find(string name) => authorization.Find(name);
}
