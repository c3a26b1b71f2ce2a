using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Documentation;

/// <summary>
/// Freezes all parts under a name, and gives a stage that name when the call asks for it (rest-control-plane §2.20, §7).
/// The texts of the refusals are unconfirmed.
/// </summary>
internal sealed class CreateDocumentationVersion(RestApiStore store, TimeProvider time) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var name = CheckName(call.Input.RequiredString("documentationVersion"));
        if (await api.FindAsync<DocumentationVersionDocument>(name, cancellationToken) is not null)
        {
            throw ApiGatewayFaults.Conflict($"Documentation version {name} already exists");
        }

        var parts = await api.ListAsync<DocumentationPartDocument>(cancellationToken);
        if (parts.IsEmpty)
        {
            throw ApiGatewayFaults.BadRequest("The REST API doesn't contain any documentation parts");
        }

        var version = new DocumentationVersionDocument
        {
            Version = name,
            CreatedDate = time.GetUtcNow().ToUnixTimeSeconds(),
            Description = call.Input.FindString("description"),
        };
        var batch = api.Edit()
            .Create(api.PartId(name), version)
            .Create(api.PartId(name), new DocumentationSnapshotDocument { Parts = [.. parts.Select(one => one.Value)] });
        if (call.Input.FindString("stageName") is { Length: > 0 } stageName)
        {
            var stage = await api.FindAsync<StageDocument>(stageName, cancellationToken)
                ?? throw ApiGatewayFaults.NoStage();
            batch.Replace(stage, stage.Value with { DocumentationVersion = name });
        }

        await api.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(DocumentationShape.Write(version));
    }

    private static string CheckName(string name) =>
        name.Length is > 0 and <= ApiGatewayLimits.DocumentationVersionLength && !name.Contains('/', StringComparison.Ordinal)
            ? name
            : throw ApiGatewayFaults.BadRequest("Invalid Documentation version specified");
}
