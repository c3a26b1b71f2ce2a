using System.Text.Json;

namespace Gatehouse.Execution.Http.Callers;

/// <summary>
/// Who calls, as a route's authorization found out: what the function's event, <c>$context.authorizer.*</c> and
/// <c>$context.identity.*</c> say of it (http-api §7.4). Immutable, so that an authorizer's cache may keep it.
/// </summary>
internal abstract class RouteCaller
{
    /// <summary>The value of <c>requestContext.authorizer</c> in payload 2.0.</summary>
    public abstract void WriteV2(Utf8JsonWriter json);

    /// <summary>The value of <c>requestContext.authorizer</c> in payload 1.0.</summary>
    public abstract void WriteV1(Utf8JsonWriter json);

    /// <summary><c>$context.authorizer.{name}</c>.</summary>
    /// <returns><see langword="null"/> when it has no such property.</returns>
    public abstract string? Find(string name);

    /// <summary>The IAM identity of a signed call; <see langword="null"/> for every other caller.</summary>
    public virtual SignedIdentity? Identity => null;

    /// <summary>Payload 1.0 without a token: both members are there and null.</summary>
    public static void WriteNobodyV1(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNull("claims"u8);
        json.WriteNull("scopes"u8);
        json.WriteEndObject();
    }
}
