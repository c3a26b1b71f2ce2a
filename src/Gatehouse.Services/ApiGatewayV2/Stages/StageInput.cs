using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGateway.Stages;
using Gatehouse.Services.Skeleton;
using SharedStageRules = Gatehouse.Services.ApiGateway.Stages.StageRules;

namespace Gatehouse.Services.ApiGatewayV2.Stages;

/// <summary>A stage as a caller's members leave it (http-api §1.5, §3.7), checked.</summary>
internal static class StageInput
{
    public static StageV2Document Apply(
        OperationInput input, StageV2Document before, ISet<string> routeKeys, bool isWebSocket)
    {
        if (!isWebSocket && !string.IsNullOrEmpty(input.FindString("ClientCertificateId")))
        {
            throw ApiGatewayV2Faults.NotOnHttp("Client certificates are");
        }

        var variables = input.Merge("StageVariables", before.StageVariables);
        SharedStageRules.CheckVariables(variables);
        return before with
        {
            ClientCertificateId = input.Text("ClientCertificateId", before.ClientCertificateId),
            AutoDeploy = input.FindBoolean("AutoDeploy") ?? before.AutoDeploy,
            Description = input.Text("Description", before.Description),
            AccessLogSettings = input.Members["AccessLogSettings"] is JsonObject logs
                ? AccessLogs(logs, before.AccessLogSettings, isWebSocket)
                : before.AccessLogSettings,
            DefaultRouteSettings = input.Members["DefaultRouteSettings"] is JsonObject settings
                ? RouteSettingsRules.Merge(before.DefaultRouteSettings, settings, isWebSocket)
                : before.DefaultRouteSettings,
            RouteSettings = input.Members["RouteSettings"] is JsonObject byRoute
                ? RouteSettingsRules.Merge(before.RouteSettings, byRoute, routeKeys, isWebSocket)
                : before.RouteSettings,
            StageVariables = variables,
        };
    }

    /// <summary>Member by member; no log group and no format is no settings.</summary>
    private static AccessLogSettingsV2? AccessLogs(JsonObject sent, AccessLogSettingsV2? before, bool isWebSocket)
    {
        var destination = sent["DestinationArn"]?.GetValue<string>() ?? before?.DestinationArn;
        var format = sent["Format"]?.GetValue<string>() ?? before?.Format;
        if (string.IsNullOrEmpty(destination) && string.IsNullOrEmpty(format))
        {
            return null;
        }

        if (!string.IsNullOrEmpty(format))
        {
            if (!format.Contains("$context.requestId", StringComparison.Ordinal)
                && !format.Contains("$context.extendedRequestId", StringComparison.Ordinal))
            {
                throw ApiGatewayV2Faults.BadRequest(
                    "Access Log format must include either $context.requestId or $context.extendedRequestId");
            }

            AccessLogRules.CheckFormat(format);
        }

        return new AccessLogSettingsV2
        {
            DestinationArn = string.IsNullOrEmpty(destination) ? null
                : isWebSocket ? AccessLogRules.Destination(destination)
                : AccessLogRules.LogGroup(destination),
            Format = InputMembers.Empty(format),
        };
    }
}
