using Gatehouse.Languages.Java;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.IntegrationResponses;

/// <summary>
/// What an integration's answer becomes (websocket-api §1.7). Proxies may have one too, as in version 1; it is never
/// asked. Texts are ours.
/// </summary>
internal static class IntegrationResponseInput
{
    public const string What = "Integration responses are";

    public static IntegrationResponseV2Document Apply(OperationInput input, IntegrationResponseV2Document before)
    {
        var after = before with
        {
            IntegrationResponseKey = input.FindString("IntegrationResponseKey") ?? before.IntegrationResponseKey,
            ContentHandlingStrategy = input.Text("ContentHandlingStrategy", before.ContentHandlingStrategy),
            ResponseParameters = input.Merge("ResponseParameters", before.ResponseParameters).OrNull(),
            ResponseTemplates = input.Merge("ResponseTemplates", before.ResponseTemplates).OrNull(),
            TemplateSelectionExpression = input.Text("TemplateSelectionExpression", before.TemplateSelectionExpression),
        };
        CheckKey(after.IntegrationResponseKey);
        if (after.TemplateSelectionExpression is { } selection && !SelectionExpressions.IsOfAnswer(selection))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid templateSelectionExpression");
        }

        TemplateRules.Check(after.ResponseTemplates?.Values ?? []);
        WebSocketMappingRules.CheckAnswer(after.ResponseParameters);
        return after;
    }

    /// <summary>A key is its response's alone within the integration; the text follows that of routes.</summary>
    public static async ValueTask CheckUniqueAsync(
        OpenedApiV2 api, IntegrationResponseV2Document response, CancellationToken cancellationToken)
    {
        var all = await api.ListBelowAsync<IntegrationResponseV2Document>(response.IntegrationId, cancellationToken);
        if (all.Any(other => other.Value.IntegrationResponseId != response.IntegrationResponseId
            && other.Value.IntegrationResponseKey == response.IntegrationResponseKey))
        {
            throw ApiGatewayV2Faults.Conflict(
                $"IntegrationResponse with key {response.IntegrationResponseKey} already exists for this Integration");
        }
    }

    public static async ValueTask<Versioned<IntegrationResponseV2Document>> FindAsync(
        OpenedApiV2 api, OperationCall call, CancellationToken cancellationToken)
    {
        var integration = await api.IntegrationAsync(call, cancellationToken);
        var id = call.Input.RequiredString("IntegrationResponseId");
        return await api.FindAsync<IntegrationResponseV2Document>(
                $"{integration.Value.IntegrationId}/{id}", cancellationToken)
            ?? throw ApiGatewayV2Faults.NoPart("IntegrationResponse", id);
    }

    /// <summary><c>$default</c>, or a regular expression between slashes.</summary>
    private static void CheckKey(string key)
    {
        if (key == SelectionExpressions.Default)
        {
            return;
        }

        if (key.Length < 3 || key[0] != '/' || key[^1] != '/')
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid integrationResponseKey specified: {key}. Must be $default or a pattern between slashes");
        }

        try
        {
            _ = JavaRegex.Get(key[1..^1]);
        }
        catch (JavaRegexException refused)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid integrationResponseKey specified: {key}. {refused.Message}");
        }
    }
}
