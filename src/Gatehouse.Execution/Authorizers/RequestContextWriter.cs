using System.Text.Json;

namespace Gatehouse.Execution.Authorizers;

/// <summary>
/// <c>requestContext.authorizer</c> of the proxy event of REST APIs (rest-execution §5.11): all values are texts, but
/// for the latency.
/// </summary>
internal static class RequestContextWriter
{
    private const string PrincipalId = "principalId";
    private const string Latency = "integrationLatency";

    /// <summary>Nothing, where no authorizer stands before the method.</summary>
    public static void Write(Utf8JsonWriter json, CallerAuthorization? caller)
    {
        if (caller is null)
        {
            return;
        }

        json.WriteStartObject("authorizer"u8);
        if (caller.Claims is { } claims)
        {
            json.WriteStartObject("claims"u8);
            foreach (var (name, text) in claims.Entries)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
        }

        foreach (var entry in caller.Context.Entries)
        {
            // What the gateway says itself no function can say: two members of one name are two truths.
            if (entry.Name is not (PrincipalId or Latency))
            {
                json.WriteString(entry.Name, entry.Text);
            }
        }

        if (caller.IsFunction)
        {
            json.WriteString(PrincipalId, caller.PrincipalId);
            json.WriteNumber(Latency, caller.IntegrationLatencyMs);
        }

        json.WriteEndObject();
    }
}
