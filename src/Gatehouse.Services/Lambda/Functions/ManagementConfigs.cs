using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>No function has one here: what tools ask before they show a function.</summary>
internal sealed class GetFunctionCodeSigningConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenLatestAsync(call, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["CodeSigningConfigArn"] = "", ["FunctionName"] = name.Name });
    }
}

/// <summary>The machine's own interpreter runs a function, and is updated as the machine is.</summary>
internal sealed class GetRuntimeManagementConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["UpdateRuntimeOn"] = "Auto",
            ["FunctionArn"] = (name with { Qualifier = name.Qualifier ?? "$LATEST" }).Arn,
        });
    }
}

internal sealed class GetFunctionRecursionConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["RecursiveLoop"] = function.Value.RecursiveLoop ?? "Terminate" });
    }
}

/// <summary>Kept and shown: loops over other services are not seen here (docs/DIFFERENCES.md).</summary>
internal sealed class PutFunctionRecursionConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        var loop = call.Input.RequiredString("RecursiveLoop");
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Replace(function, function.Value with { RecursiveLoop = loop }),
            cancellationToken);
        return OperationOutput.Of(new JsonObject { ["RecursiveLoop"] = loop });
    }
}
