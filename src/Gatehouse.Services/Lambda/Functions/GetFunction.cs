using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

internal sealed class GetFunction(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        var output = new JsonObject
        {
            ["Configuration"] = FunctionShape.Configuration(function.Value, name.Qualifier is not null),
            // Differs from AWS: no presigned Location of the code; the package is read back by nothing but this server.
            ["Code"] = new JsonObject { ["RepositoryType"] = "S3" },
        };
        if (function.Value.Tags is { IsEmpty: false } tags)
        {
            var map = new JsonObject();
            foreach (var (key, value) in tags)
            {
                map[key] = value;
            }

            output["Tags"] = map;
        }

        if (function.Value.ReservedConcurrentExecutions is { } reserved)
        {
            output["Concurrency"] = new JsonObject { ["ReservedConcurrentExecutions"] = reserved };
        }

        return OperationOutput.Of(output);
    }
}

internal sealed class GetFunctionConfiguration(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        return OperationOutput.Of(FunctionShape.Configuration(function.Value, name.Qualifier is not null));
    }
}
