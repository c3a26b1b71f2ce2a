using System.Text.Json;
using Gatehouse.Execution.Authorizers;

namespace Gatehouse.Execution.Http.Callers;

/// <summary>The caller as a Lambda authorizer let him in: its <c>context</c>, with the JSON types it gave.</summary>
internal sealed class FunctionContextCaller(CallerAuthorization authorization) : RouteCaller
{
    private const string PrincipalId = "principalId";

    /// <summary>Without a context the member is there and null (unconfirmed, http-api §7.4).</summary>
    public override void WriteV2(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (authorization.Context.Entries.IsEmpty)
        {
            json.WriteNull("lambda"u8);
        }
        else
        {
            json.WriteStartObject("lambda"u8);
            WriteContext(json, withPrincipal: true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The keys flat, and the principal of a policy.</summary>
    public override void WriteV1(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteContext(json, withPrincipal: authorization.PrincipalId is null);
        if (authorization.PrincipalId is not null)
        {
            json.WriteString(PrincipalId, authorization.PrincipalId);
        }

        json.WriteEndObject();
    }

    public override string? Find(string name) => authorization.Find(name);

    private void WriteContext(Utf8JsonWriter json, bool withPrincipal)
    {
        foreach (var entry in authorization.Context.Entries)
        {
            if (withPrincipal || entry.Name != PrincipalId)
            {
                json.WritePropertyName(entry.Name);
                entry.Value.WriteTo(json);
            }
        }
    }
}
