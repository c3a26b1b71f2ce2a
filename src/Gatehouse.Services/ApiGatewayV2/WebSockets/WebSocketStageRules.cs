using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>What stages of WebSocket APIs have and those of HTTP APIs do not (websocket-api §1.11).</summary>
internal static class WebSocketStageRules
{
    /// <summary>What a fresh stage shows.</summary>
    public static RouteSettingsV2 Defaults() => new()
    {
        DataTraceEnabled = false,
        DetailedMetricsEnabled = false,
        LoggingLevel = "OFF",
    };

    /// <summary>Logs need a role in the account's settings before they can be switched on (version 1's text).</summary>
    public static async ValueTask CheckLoggingAsync(
        OpenedApiV2 api, StageV2Document before, StageV2Document after, CancellationToken cancellationToken)
    {
        if (!Logs(after) || Logs(before))
        {
            return;
        }

        var account = await api.Store.Documents.FindAsync<AccountSettingsDocument>(
            api.Scope, AccountSettingsDocument.Id, cancellationToken);
        if (account?.Value.CloudwatchRoleArn is null)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }

    /// <summary>Adds to the batch what keeps a client certificate from being deleted meanwhile.</summary>
    public static async ValueTask HoldCertificateAsync(
        OpenedApiV2 api, DocumentBatch batch, string? before, string? after, CancellationToken cancellationToken)
    {
        if (after is null || after == before)
        {
            return;
        }

        var certificate = await api.Store.Documents.FindAsync<ClientCertificateDocument>(
                api.Scope, after, cancellationToken)
            ?? throw ApiGatewayV2Faults.NotFound(
                "Invalid Client Certificate identifier specified", "ClientCertificate");
        batch.Replace(certificate, certificate.Value);
    }

    private static bool Logs(StageV2Document stage) =>
        stage.AccessLogSettings?.DestinationArn is not null
        || stage.RouteSettings.Values.Append(stage.DefaultRouteSettings)
            .Any(static settings => settings.LoggingLevel is "ERROR" or "INFO");
}
