using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.OpenApi.Export;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Exports;

/// <summary>
/// What a stage serves as an OpenAPI document (rest-control-plane §2.25, §4.9): the deployment's snapshot, with the
/// documentation version that the stage shows.
/// </summary>
internal sealed class GetExport(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var stage = await api.FindAsync<StageDocument>(call.Input.RequiredString("stageName"), cancellationToken)
            ?? throw ApiGatewayFaults.NoStage();
        var exportType = call.Input.RequiredString("exportType");
        var options = OpenApiExportOptions.Read(
            exportType, call.Input.FindString("accepts"), call.Input.FreeQuery.GetValueOrDefault("extensions"));
        var source = await ReadAsync(api, stage.Value, cancellationToken);
        var document = OpenApiExporter.Export(source, options);
        var (text, extension) = options.IsYaml
            ? (YamlSourceWriter.Write(document), "yaml")
            : (JsonSourceWriter.Write(document), "json");
        return new OperationOutput
        {
            Members = new JsonObject
            {
                // Seen on AWS, although the model says that it is the type that was accepted (§4.9).
                ["contentType"] = "application/octet-stream",
                ["contentDisposition"] =
                    $"attachment; filename=\"{exportType}_{FileName(source.Version)}.{extension}\"",
            },
            Payload = Encoding.UTF8.GetBytes(text),
        };
    }

    private static async ValueTask<ExportSource> ReadAsync(
        OpenedApi api, StageDocument stage, CancellationToken cancellationToken)
    {
        var snapshot = await api.FindAsync<DeploymentSnapshotDocument>(stage.DeploymentId, cancellationToken)
            ?? throw ApiGatewayFaults.NoDeployment();
        DocumentationVersionDocument? version = null;
        DocumentationSnapshotDocument? parts = null;
        if (stage.DocumentationVersion is { Length: > 0 } name)
        {
            version = (await api.FindAsync<DocumentationVersionDocument>(name, cancellationToken))?.Value;
            parts = (await api.FindAsync<DocumentationSnapshotDocument>(name, cancellationToken))?.Value;
        }

        return new ExportSource(
            snapshot.Value.Definition, stage.StageName, api.Scope.Region, version, parts?.Parts ?? []);
    }

    /// <summary>A version is any text; in a header's quoted string and in a file's name it must not be.</summary>
    private static string FileName(string version) =>
        string.Concat(version.Select(static c => c is > ' ' and < '\u007f' and not ('"' or '\\' or '/') ? c : '_'));
}
