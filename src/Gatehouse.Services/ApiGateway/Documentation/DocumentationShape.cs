using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>Documentation parts and versions as the contract shows them.</summary>
internal static class DocumentationShape
{
    public static JsonObject Write(DocumentationPartDocument part) =>
        JsonSerializer.SerializeToNode(part, RestApiJson.Default.DocumentationPartDocument)!.AsObject();

    public static JsonObject Write(DocumentationVersionDocument version) =>
        JsonSerializer.SerializeToNode(version, RestApiJson.Default.DocumentationVersionDocument)!.AsObject();

    public static async ValueTask<Versioned<DocumentationPartDocument>> FindPartAsync(
        OpenedApi api, OperationCall call, CancellationToken cancellationToken) =>
        await api.FindAsync<DocumentationPartDocument>(
            call.Input.RequiredString("documentationPartId"), cancellationToken)
        ?? throw ApiGatewayFaults.NotFound("Invalid Documentation part identifier specified");

    /// <summary>The text is unconfirmed (rest-control-plane §1.8).</summary>
    public static async ValueTask<Versioned<DocumentationVersionDocument>> FindVersionAsync(
        OpenedApi api, string version, CancellationToken cancellationToken) =>
        await api.FindAsync<DocumentationVersionDocument>(version, cancellationToken)
        ?? throw ApiGatewayFaults.NotFound("Invalid Documentation version specified");
}
