using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Arns;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;
using RestIntegrationRules = Gatehouse.Services.ApiGateway.Integrations.IntegrationRules;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

/// <summary>
/// What an integration of an HTTP API may be (http-api §3.4, §9), checked after every create, update and import. Texts
/// without a source there are ours.
/// </summary>
internal static class IntegrationRules
{
    public const string HttpProxy = "HTTP_PROXY";

    public const string AwsProxy = "AWS_PROXY";

    private const int ServerNameLength = 512;

    private static readonly string[] Methods = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>By the rules of the API's protocol, with what can be asked of the store only.</summary>
    public static async ValueTask CheckAsync(
        OpenedApiV2 api, IntegrationV2Document integration, OperationInput input, CancellationToken cancellationToken)
    {
        if (api.IsWebSocket)
        {
            WebSocketIntegrationRules.Check(integration, api.Scope.Account);
            await WebSocketIntegrationRules.CheckLinkAsync(api, integration, cancellationToken);
            return;
        }

        RefuseWebSocketMembers(input);
        Check(integration, api.Scope.Account);
        await CheckLinkAsync(api, integration, cancellationToken);
    }

    public static void Check(IntegrationV2Document integration, string account)
    {
        CheckType(integration);
        CheckPayload(integration);
        CheckConnection(integration);
        RestIntegrationRules.CheckCredentials(integration.CredentialsArn, account);
        if (integration.TimeoutInMillis is < ApiV2Limits.MinTimeoutInMillis or > ApiV2Limits.MaxTimeoutInMillis)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Timeout should be between {ApiV2Limits.MinTimeoutInMillis} ms and "
                + $"{ApiV2Limits.MaxTimeoutInMillis} ms");
        }

        if (integration.IntegrationSubtype is { } subtype)
        {
            SubtypeRules.Check(subtype, integration);
        }
        else
        {
            CheckTarget(integration);
            ParameterMappingRules.CheckRequest(integration.RequestParameters);
        }

        ParameterMappingRules.CheckResponses(integration.ResponseParameters);
    }

    /// <summary>What no HTTP API has (http-api §2); explicit nothings pass, since tools send them.</summary>
    public static void RefuseWebSocketMembers(OperationInput input)
    {
        if (input.Members["RequestTemplates"] is System.Text.Json.Nodes.JsonObject { Count: > 0 }
            || !string.IsNullOrEmpty(input.FindString("TemplateSelectionExpression")))
        {
            throw ApiGatewayV2Faults.NotOnHttp("Mapping templates are");
        }

        if (!string.IsNullOrEmpty(input.FindString("ContentHandlingStrategy")))
        {
            throw ApiGatewayV2Faults.NotOnHttp("Content handling is");
        }

        if (!string.IsNullOrEmpty(input.FindString("PassthroughBehavior")))
        {
            throw ApiGatewayV2Faults.NotOnHttp("Passthrough behavior is");
        }
    }

    /// <summary>The link must be there; whether it is ready is asked when it is used.</summary>
    private static async ValueTask CheckLinkAsync(
        OpenedApiV2 api, IntegrationV2Document integration, CancellationToken cancellationToken)
    {
        if (integration is { ConnectionType: IntegrationV2Document.VpcLink, ConnectionId: { } id }
            && await api.Store.Documents.FindAsync<VpcLinkV2Document>(api.Scope, id, cancellationToken) is null)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid VpcLink identifier specified {id}");
        }
    }

    private static void CheckType(IntegrationV2Document integration)
    {
        if (integration.IntegrationType is not (HttpProxy or AwsProxy))
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Integration type {integration.IntegrationType} is not supported on protocolType HTTP. "
                + "Must be one of [AWS_PROXY, HTTP_PROXY]");
        }

        if (integration.IntegrationSubtype is not null && integration.IntegrationType != AwsProxy)
        {
            throw ApiGatewayV2Faults.BadRequest("IntegrationSubtype is only supported for integrations of type AWS_PROXY");
        }

        if (integration.IntegrationType == HttpProxy
            && !Methods.Contains(integration.IntegrationMethod, StringComparer.Ordinal))
        {
            throw ApiGatewayV2Faults.BadRequest(
                "Invalid IntegrationMethod specified. HTTP_PROXY integrations must have one of "
                + $"[{string.Join(", ", Methods)}]");
        }
    }

    private static void CheckPayload(IntegrationV2Document integration)
    {
        var takesSecond = integration is { IntegrationType: AwsProxy, IntegrationSubtype: null };
        if (integration.PayloadFormatVersion != "1.0"
            && !(takesSecond && integration.PayloadFormatVersion == "2.0"))
        {
            throw ApiGatewayV2Faults.BadRequest($"Unsupported PayloadFormatVersion: {integration.PayloadFormatVersion}");
        }
    }

    private static void CheckConnection(IntegrationV2Document integration)
    {
        if (integration.ConnectionType == IntegrationV2Document.VpcLink)
        {
            if (integration.ConnectionId is null)
            {
                throw ApiGatewayV2Faults.BadRequest("ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK");
            }

            if (integration.IntegrationType != HttpProxy)
            {
                throw ApiGatewayV2Faults.BadRequest(
                    "ConnectionType VPC_LINK is only supported for integrations of type HTTP_PROXY");
            }

            if (integration.TlsConfig?.ServerNameToVerify is { } name && name.Length is 0 or > ServerNameLength)
            {
                throw ApiGatewayV2Faults.BadRequest(
                    $"Invalid serverNameToVerify specified: the length must be between 1 and {ServerNameLength}");
            }

            return;
        }

        if (integration.TlsConfig is not null)
        {
            throw ApiGatewayV2Faults.BadRequest("TlsConfig is only supported for private integrations");
        }
    }

    private static void CheckTarget(IntegrationV2Document integration)
    {
        var uri = integration.IntegrationUri;
        if (integration.IntegrationType == AwsProxy)
        {
            if (!FunctionUri.IsFunction(uri))
            {
                throw ApiGatewayV2Faults.BadRequest("Invalid Function Uri");
            }
        }
        else if (integration.ConnectionType == IntegrationV2Document.VpcLink)
        {
            CheckPrivate(uri);
        }
        else if (!IsUrl(uri))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid HTTP endpoint specified for URI");
        }
    }

    /// <summary>A listener of a load balancer, or a Cloud Map service with filters behind a question mark.</summary>
    private static void CheckPrivate(string? uri)
    {
        if (!Arn.TryParse(uri, out var arn)
            || !((arn.Service == "elasticloadbalancing"
                    && arn.Resource.StartsWith("listener/", StringComparison.Ordinal))
                || (arn.Service == "servicediscovery"
                    && arn.Resource.StartsWith("service/", StringComparison.Ordinal))))
        {
            throw ApiGatewayV2Faults.BadRequest(
                "Invalid integrationUri specified: private integrations take the ARN of a load balancer listener or of a "
                + "Cloud Map service");
        }
    }

    private static bool IsUrl(string? uri)
    {
        if (uri is null)
        {
            return false;
        }

        var rest = uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? uri[8..]
            : uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? uri[7..]
            : uri.StartsWith("${stageVariables.", StringComparison.Ordinal) ? uri
            : string.Empty;
        return rest.Length > 0 && rest[0] is not ('/' or '?' or '#')
            && !uri.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}
