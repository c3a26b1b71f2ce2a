using System.Text.Json.Nodes;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>Moments as the JSON protocols carry them: seconds with a fraction of three digits.</summary>
internal static class CognitoInstant
{
    public static JsonNode Of(DateTimeOffset instant) => JsonValue.Create(instant.ToUnixTimeMilliseconds() / 1000.0);
}
