using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Tags;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class GetFunction(FunctionStore store, FunctionDownloads? downloads) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        var output = new JsonObject
        {
            ["Configuration"] = FunctionShape.Configuration(function.Value, name.Qualifier),
            ["Code"] = Code(call, function.Value.Code),
        };

        // Tags and what is reserved belong to the function, whichever of its versions is asked for.
        var latest = function.Value.Version == "$LATEST" ? function
            : await store.Documents.FindAsync<FunctionDocument>(call.Scope, name.Name, cancellationToken);
        if (latest?.Value.Tags is { IsEmpty: false } tags)
        {
            output["Tags"] = FunctionTags.Shape(tags);
        }

        if (latest?.Value.ReservedConcurrentExecutions is { } reserved)
        {
            output["Concurrency"] = new JsonObject { ["ReservedConcurrentExecutions"] = reserved };
        }

        return OperationOutput.Of(output);
    }

    /// <summary>A function that runs from a folder has no zip to be fetched.</summary>
    private JsonObject Code(OperationCall call, FunctionCode code)
    {
        var shape = new JsonObject { ["RepositoryType"] = "S3" };
        if (code.PackageKey is { } key && downloads is not null)
        {
            shape["Location"] = downloads.UrlOf(call.EndpointUrl, key);
        }

        return shape;
    }
}

internal sealed class GetFunctionConfiguration(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        return OperationOutput.Of(FunctionShape.Configuration(function.Value, name.Qualifier));
    }
}
