using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// Stores the difference between two definitions of one API. The batch carries the API's edition, so its writes need no
/// revisions of their own.
/// </summary>
internal static class ApiDefinitionWriter
{
    /// <param name="batch">The batch of the edit.</param>
    /// <param name="before">What is stored; <see langword="null"/> for a new API.</param>
    /// <param name="after">What shall be stored.</param>
    public static void Write(DocumentBatch batch, ApiV2Definition? before, ApiV2Definition after)
    {
        var id = after.Api.ApiId;
        batch.WriteChange(id, before?.Api, after.Api);

        batch.WriteParts(id, before?.Routes, after.Routes, static route => route.RouteId);
        batch.WriteParts(id, before?.Integrations, after.Integrations, static one => one.IntegrationId);
        batch.WriteParts(id, before?.Authorizers, after.Authorizers, static one => one.AuthorizerId);
        batch.WriteParts(id, before?.Models, after.Models, static one => one.ModelId);
        batch.WriteParts(
            id, before?.RouteResponses, after.RouteResponses, static one => $"{one.RouteId}/{one.RouteResponseId}");
        batch.WriteParts(
            id, before?.IntegrationResponses, after.IntegrationResponses,
            static one => $"{one.IntegrationId}/{one.IntegrationResponseId}");
    }
}
