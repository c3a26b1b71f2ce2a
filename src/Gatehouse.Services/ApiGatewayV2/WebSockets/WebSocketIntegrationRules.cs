using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Integrations;
using Gatehouse.Services.Skeleton;
using RestIntegrationRules = Gatehouse.Services.ApiGateway.Integrations.IntegrationRules;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>
/// An integration of a WebSocket API as a caller's members leave it, checked (websocket-api §1.6). Texts without a
/// source there are version 1's, whose integration types these are.
/// </summary>
internal static class WebSocketIntegrationRules
{
    private const string StageVariable = "${stageVariables.";

    private const string StatusSelection = "${integration.response.statuscode}";

    public static IntegrationV2Document Create(OperationInput input, string id) => Apply(input, new()
    {
        IntegrationId = id,
        IntegrationType = input.RequiredString("IntegrationType"),
        PayloadFormatVersion = "1.0",
        ConnectionType = IntegrationV2Document.Internet,
        TimeoutInMillis = ApiV2Limits.MaxWebSocketTimeoutInMillis,
        PassthroughBehavior = "WHEN_NO_MATCH",
    });

    public static IntegrationV2Document Apply(OperationInput input, IntegrationV2Document before)
    {
        RefuseHttpMembers(input);
        var after = before with
        {
            IntegrationType = input.FindString("IntegrationType") ?? before.IntegrationType,
            IntegrationUri = input.Text("IntegrationUri", before.IntegrationUri),
            IntegrationMethod = input.Text("IntegrationMethod", before.IntegrationMethod),
            PayloadFormatVersion =
                InputMembers.Empty(input.FindString("PayloadFormatVersion")) ?? before.PayloadFormatVersion,
            ConnectionType = input.FindString("ConnectionType") ?? before.ConnectionType,
            ConnectionId = input.Text("ConnectionId", before.ConnectionId),
            CredentialsArn = input.Text("CredentialsArn", before.CredentialsArn),
            Description = input.Text("Description", before.Description),
            TimeoutInMillis = input.FindInteger("TimeoutInMillis") ?? before.TimeoutInMillis,
            RequestParameters = input.Merge("RequestParameters", before.RequestParameters).OrNull(),
            PassthroughBehavior =
                InputMembers.Empty(input.FindString("PassthroughBehavior")) ?? before.PassthroughBehavior,
            RequestTemplates = input.Merge("RequestTemplates", before.RequestTemplates), // {} is shown too (§1.6)
            TemplateSelectionExpression = input.Text("TemplateSelectionExpression", before.TemplateSelectionExpression),
            ContentHandlingStrategy = input.Text("ContentHandlingStrategy", before.ContentHandlingStrategy),
        };
        return after with { IntegrationResponseSelectionExpression = ResponseSelection(after) };
    }

    public static void Check(IntegrationV2Document integration, string account)
    {
        if (integration.PayloadFormatVersion != "1.0")
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Unsupported PayloadFormatVersion: {integration.PayloadFormatVersion}");
        }

        if (integration.TimeoutInMillis
            is < ApiV2Limits.MinTimeoutInMillis or > ApiV2Limits.MaxWebSocketTimeoutInMillis)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Timeout should be between {ApiV2Limits.MinTimeoutInMillis} ms and "
                + $"{ApiV2Limits.MaxWebSocketTimeoutInMillis} ms");
        }

        CheckConnection(integration);
        CheckTarget(integration);
        if (integration.CredentialsArn?.Contains(StageVariable, StringComparison.Ordinal) != true)
        {
            RestIntegrationRules.CheckCredentials(integration.CredentialsArn, account);
        }

        if (integration.TemplateSelectionExpression is { } selection && !SelectionExpressions.IsOfMessage(selection))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid templateSelectionExpression");
        }

        TemplateRules.Check(integration.RequestTemplates?.Values ?? []);
        WebSocketMappingRules.CheckRequest(integration.RequestParameters);
    }

    /// <summary>
    /// A private integration goes through a link of version 1; a link of version 2 is refused (§1.6), and so is one that
    /// is not there. A stage variable is known only when it is used.
    /// </summary>
    public static async ValueTask CheckLinkAsync(
        OpenedApiV2 api, IntegrationV2Document integration, CancellationToken cancellationToken)
    {
        if (integration is { ConnectionType: IntegrationV2Document.VpcLink, ConnectionId: { } id }
            && !id.StartsWith(StageVariable, StringComparison.Ordinal)
            && await api.Store.Documents.FindAsync<VpcLinkDocument>(api.Scope, id, cancellationToken) is null)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid VpcLink identifier specified {id}");
        }
    }

    private static void RefuseHttpMembers(OperationInput input)
    {
        if (!string.IsNullOrEmpty(input.FindString("IntegrationSubtype")))
        {
            throw WebSocketFaults.NotOnWebSocket("Integration subtypes are");
        }

        if (input.Members["ResponseParameters"] is JsonObject { Count: > 0 })
        {
            throw WebSocketFaults.NotOnWebSocket("Response parameters of integrations are");
        }

        if (input.Members["TlsConfig"] is JsonObject)
        {
            throw WebSocketFaults.NotOnWebSocket("TlsConfig is");
        }
    }

    /// <summary>What picks the integration response, fixed by the type (§1.6).</summary>
    private static string? ResponseSelection(IntegrationV2Document integration) => integration.IntegrationType switch
    {
        "AWS_PROXY" or "HTTP_PROXY" => null,
        "AWS" when integration.IntegrationUri?.Contains(":lambda:path/", StringComparison.Ordinal) == true =>
            "${integration.response.body.errorMessage}",
        _ => StatusSelection,
    };

    private static void CheckConnection(IntegrationV2Document integration)
    {
        if (integration.ConnectionType != IntegrationV2Document.VpcLink)
        {
            return;
        }

        if (integration.ConnectionId is null)
        {
            throw ApiGatewayV2Faults.BadRequest("ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK");
        }

        if (integration.IntegrationType is not ("HTTP" or "HTTP_PROXY"))
        {
            // The text is ours (§1.13: HTTP and HTTP_PROXY).
            throw ApiGatewayV2Faults.BadRequest(
                "ConnectionType VPC_LINK is only supported for integrations of type HTTP and HTTP_PROXY");
        }
    }

    private static void CheckTarget(IntegrationV2Document integration)
    {
        var type = integration.IntegrationType;
        if (type == "MOCK")
        {
            return;
        }

        if (type != "AWS_PROXY" && integration.IntegrationMethod is null)
        {
            throw ApiGatewayV2Faults.BadRequest("Enumeration value for HttpMethod must be non-empty");
        }

        if (type is "HTTP" or "HTTP_PROXY")
        {
            IntegrationUri.CheckHttp(integration.IntegrationUri);
            return;
        }

        var uri = IntegrationUri.Parse(integration.IntegrationUri);
        if (type == "AWS_PROXY" && !uri.InvokesFunction)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream "
                + "invocations.");
        }

        if (!uri.IsLambda && integration.CredentialsArn is null)
        {
            throw ApiGatewayV2Faults.BadRequest("Role ARN must be specified for AWS integrations");
        }
    }
}
