using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.RestApis;

/// <summary>
/// Stores the difference between two definitions of one API. The batch carries the API's edition, so its writes need no
/// revisions of their own.
/// </summary>
internal static class DefinitionWriter
{
    /// <param name="batch">The batch of the edit.</param>
    /// <param name="before">What is stored; <see langword="null"/> for a new API.</param>
    /// <param name="after">What shall be stored.</param>
    public static void Write(DocumentBatch batch, RestApiDefinition? before, RestApiDefinition after)
    {
        var apiId = after.Api.Id;
        batch.WriteChange(apiId, before?.Api, after.Api);

        batch.WriteParts(apiId, before?.Resources, after.Resources, resource => resource.Id);
        batch.WriteParts(apiId, before?.Models, after.Models, model => model.Name);
        batch.WriteParts(apiId, before?.RequestValidators, after.RequestValidators, validator => validator.Id);
        batch.WriteParts(apiId, before?.Authorizers, after.Authorizers, authorizer => authorizer.Id);
        batch.WriteParts(apiId, before?.GatewayResponses, after.GatewayResponses, response => response.ResponseType);
    }

    /// <summary>Stores the difference between what is said about an API and what shall be said.</summary>
    public static void WriteDocumentation(
        DocumentBatch batch,
        string apiId,
        IReadOnlyList<DocumentationPartDocument>? before,
        IReadOnlyList<DocumentationPartDocument> after) =>
        batch.WriteParts(apiId, before, after, part => part.Id);
}
