using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;
using TextMap = System.Collections.Immutable.ImmutableSortedDictionary<string, string>;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

/// <summary>An integration as a caller's members leave it: AWS's defaults, PATCH's merging (http-api §1.5, §3.4).</summary>
internal static class IntegrationInput
{
    public static IntegrationV2Document Create(OperationInput input, string id) => Complete(Apply(input, new()
    {
        IntegrationId = id,
        IntegrationType = input.RequiredString("IntegrationType"),
        PayloadFormatVersion = "1.0",
        ConnectionType = IntegrationV2Document.Internet,
        TimeoutInMillis = ApiV2Limits.MaxTimeoutInMillis,
    }, isNew: true));

    public static IntegrationV2Document Update(OperationInput input, IntegrationV2Document before) =>
        Complete(Apply(input, before, isNew: false));

    /// <summary>Functions are invoked by POST, and the answers say so.</summary>
    public static IntegrationV2Document Complete(IntegrationV2Document integration) =>
        integration is { IntegrationType: IntegrationRules.AwsProxy, IntegrationSubtype: null, IntegrationMethod: null }
            ? integration with { IntegrationMethod = "POST" }
            : integration;

    private static IntegrationV2Document Apply(OperationInput input, IntegrationV2Document before, bool isNew) =>
        before with
        {
            IntegrationType = input.FindString("IntegrationType") ?? before.IntegrationType,
            IntegrationSubtype = input.Text("IntegrationSubtype", before.IntegrationSubtype),
            IntegrationUri = input.Text("IntegrationUri", before.IntegrationUri),
            IntegrationMethod = input.Text("IntegrationMethod", before.IntegrationMethod),
            PayloadFormatVersion =
                InputMembers.Empty(input.FindString("PayloadFormatVersion")) ?? before.PayloadFormatVersion,
            ConnectionType = input.FindString("ConnectionType") ?? before.ConnectionType,
            ConnectionId = input.Text("ConnectionId", before.ConnectionId),
            CredentialsArn = input.Text("CredentialsArn", before.CredentialsArn),
            Description = input.Text("Description", before.Description),
            TimeoutInMillis = input.FindInteger("TimeoutInMillis") ?? before.TimeoutInMillis,
            TlsConfig = input.Members["TlsConfig"] is JsonObject tls ? Tls(tls, before.TlsConfig) : before.TlsConfig,
            RequestParameters = isNew
                ? input.Map("RequestParameters").OrNull()
                : input.Merge("RequestParameters", before.RequestParameters).OrNull(),
            ResponseParameters = Responses(input, before.ResponseParameters),
        };

    /// <summary>
    /// An empty object on a create asks for TLS without a name to verify; an empty name on an update ends TLS, since
    /// nothing else could (unconfirmed).
    /// </summary>
    private static TlsConfig? Tls(JsonObject sent, TlsConfig? before) =>
        sent["ServerNameToVerify"] is not { } name ? before ?? new TlsConfig()
        : name.GetValue<string>() is { Length: > 0 } text ? new TlsConfig { ServerNameToVerify = text }
        : null;

    /// <summary>By status; an empty map takes the status away.</summary>
    private static ImmutableSortedDictionary<string, TextMap>? Responses(
        OperationInput input, ImmutableSortedDictionary<string, TextMap>? before)
    {
        var result = before ?? ImmutableSortedDictionary.Create<string, TextMap>(StringComparer.Ordinal);
        if (input.Members["ResponseParameters"] is JsonObject byStatus)
        {
            foreach (var (status, mappings) in byStatus)
            {
                result = mappings is JsonObject { Count: > 0 } some
                    ? result.SetItem(status, InputMembers.Map(some))
                    : result.Remove(status);
            }
        }

        return result.IsEmpty ? null : result;
    }
}
