using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Stages;
using Gatehouse.Services.SdkGeneration;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Sdks;

/// <summary>Of what the stage serves, not of what is being edited (rest-control-plane §5.2).</summary>
internal sealed class GetSdk(RestApiStore store, SdkGenerator generator) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var stage = (await StageShape.FindAsync(api, call, cancellationToken)).Value;

        // The text is unconfirmed (§5.2).
        var language = SdkLanguages.Find(call.Input.RequiredString("sdkType"))
            ?? throw ApiGatewayFaults.BadRequest("Invalid SDK type specified");
        var settings = SdkSettings.Read(language.Settings, call.Input.FreeQuery);
        var snapshot = await api.FindAsync<DeploymentSnapshotDocument>(stage.DeploymentId, cancellationToken)
            ?? throw ApiGatewayFaults.NoDeployment();
        var documentation = stage.DocumentationVersion is { } version
            && await api.FindAsync<DocumentationSnapshotDocument>(version, cancellationToken) is { } published
                ? new ApiDocumentation(published.Value.Parts)
                : ApiDocumentation.None;
        var description = ApiDescriber.Describe(
            snapshot.Value.Definition, stage.StageName, call.Scope.Region,
            Endpoint(call, api.Id, stage.StageName), documentation);
        var package = await generator.GenerateAsync(language, description, settings, cancellationToken);
        return new OperationOutput
        {
            Members = new JsonObject
            {
                ["contentType"] = "application/octet-stream",
                ["contentDisposition"] = $"attachment; filename=\"{package.FileName}\"",
            },
            Payload = package.Content,
        };
    }

    /// <summary>
    /// Differs from AWS: the path form of the invoke URL, on the address by which the caller reached this server. It
    /// needs no name resolution, and <c>{api}.execute-api.localhost</c> resolves in browsers but not in Node or on
    /// every system. Whoever comes by Amazon's own host names gets Amazon's form.
    /// </summary>
    private static string Endpoint(OperationCall call, string apiId, string stage)
    {
        var host = new Uri(call.EndpointUrl).Host;
        return host.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase)
            ? $"https://{apiId}.execute-api.{call.Scope.Region}.amazonaws.com/{stage}"
            : $"{call.EndpointUrl.TrimEnd('/')}/_aws/execute-api/{apiId}/{stage}";
    }
}
