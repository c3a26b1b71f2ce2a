using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.Integrations;
using RestIntegrationRules = Gatehouse.Services.ApiGateway.Integrations.IntegrationRules;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>What an authorizer of a WebSocket API may be (websocket-api §1.9). Texts without a source there are ours.</summary>
internal static class WebSocketAuthorizerRules
{
    private static readonly string[] Sources =
        ["route.request.header.", "route.request.querystring.", "context.", "stageVariables."];

    public static void Check(AuthorizerV2Document authorizer, string account)
    {
        if (authorizer.AuthorizerType != AuthorizerV2Document.Request)
        {
            throw ApiGatewayV2Faults.BadRequest("Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis.");
        }

        RefuseHttpMembers(authorizer);
        if (!FunctionUri.IsInvocation(authorizer.AuthorizerUri))
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid Authorizer URI: {authorizer.AuthorizerUri}. Authorizer URI should be a valid API Gateway ARN "
                + "that represents a Lambda function invocation.");
        }

        RestIntegrationRules.CheckCredentials(authorizer.AuthorizerCredentialsArn, account);
        foreach (var source in authorizer.IdentitySource)
        {
            if (!IsSource(source))
            {
                throw ApiGatewayV2Faults.BadRequest($"Invalid request identity source expression: {source}");
            }
        }
    }

    /// <summary>Results are never cached: a time to live of 0 says just that and is taken.</summary>
    private static void RefuseHttpMembers(AuthorizerV2Document authorizer)
    {
        if (authorizer.JwtConfiguration is not null)
        {
            throw WebSocketFaults.NotOnWebSocket("JwtConfiguration is");
        }

        if (authorizer.AuthorizerPayloadFormatVersion is not null)
        {
            throw WebSocketFaults.NotOnWebSocket("AuthorizerPayloadFormatVersion is");
        }

        if (authorizer.EnableSimpleResponses == true)
        {
            throw WebSocketFaults.NotOnWebSocket("EnableSimpleResponses is");
        }

        if (authorizer.AuthorizerResultTtlInSeconds is not (null or 0))
        {
            throw WebSocketFaults.NotOnWebSocket("AuthorizerResultTtlInSeconds is");
        }
    }

    private static bool IsSource(string source) =>
        Sources.Any(prefix => source.Length > prefix.Length && source.StartsWith(prefix, StringComparison.Ordinal))
        && !source.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c));
}
