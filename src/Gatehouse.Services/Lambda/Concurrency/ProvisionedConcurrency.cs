using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Concurrency;

/// <summary>What the operations on provisioned concurrency have in common.</summary>
internal static class ProvisionedShape
{
    public static async ValueTask<(FunctionName Name, Versioned<ProvisionedConcurrencyDocument> Stored)> OpenAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        var stored = await store.Documents.FindAsync<ProvisionedConcurrencyDocument>(
            call.Scope, FunctionStore.IdOf(name), cancellationToken);
        return (name, stored ?? throw LambdaFaults.Of(
            "ProvisionedConcurrencyConfigNotFoundException", 404,
            "No Provisioned Concurrency Config found for this function"));
    }

    /// <summary>Asked of the host at each call: processes come and go.</summary>
    public static JsonObject Of(ProvisionedConcurrencyDocument document, FunctionName name, IFunctionWarmth? host)
    {
        var warmth = host?.Describe(name) ?? new FunctionWarmth(0, null);
        var ready = Math.Min(warmth.Ready, document.Requested);
        var hasFailed = ready < document.Requested && warmth.Failure is not null;
        var shape = new JsonObject
        {
            ["RequestedProvisionedConcurrentExecutions"] = document.Requested,
            ["AvailableProvisionedConcurrentExecutions"] = ready,
            ["AllocatedProvisionedConcurrentExecutions"] = ready,
            ["Status"] = ready >= document.Requested ? "READY" : hasFailed ? "FAILED" : "IN_PROGRESS",
            ["LastModified"] = document.LastModified,
        };
        if (hasFailed)
        {
            shape["StatusReason"] = warmth.Failure;
        }

        return shape;
    }
}

internal sealed class PutProvisionedConcurrencyConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        if (function.Value.Version == "$LATEST")
        {
            throw LambdaFaults.InvalidParameter(
                "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
        }

        var requested = call.Input.FindInteger("ProvisionedConcurrentExecutions")!.Value;
        if (requested < 1)
        {
            throw LambdaFaults.Constraint(
                requested.ToString(CultureInfo.InvariantCulture), "provisionedConcurrentExecutions",
                "Member must have value greater than or equal to 1");
        }

        var latest = await store.Documents.FindAsync<FunctionDocument>(call.Scope, name.Name, cancellationToken);
        if (requested > latest?.Value.ReservedConcurrentExecutions)
        {
            throw LambdaFaults.InvalidParameter(
                "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for "
                + "function");
        }

        const int unreserved = FunctionLimits.AccountConcurrency - FunctionLimits.MinUnreservedConcurrency;
        if (requested > unreserved)
        {
            throw LambdaFaults.InvalidParameter(
                "Specified ConcurrentExecutions for function is greater than account's unreserved concurrency "
                + $"[{unreserved}].");
        }

        var document = new ProvisionedConcurrencyDocument { Requested = requested, LastModified = store.Now() };
        await store.Documents.CommitAsync(
            new DocumentBatch(call.Scope).Upsert(FunctionStore.IdOf(name), document), cancellationToken);

        // As on AWS, whatever stands ready already: callers wait for READY.
        return new OperationOutput
        {
            Members = new JsonObject
            {
                ["RequestedProvisionedConcurrentExecutions"] = requested,
                ["AllocatedProvisionedConcurrentExecutions"] = 0,
                ["Status"] = "IN_PROGRESS",
                ["LastModified"] = document.LastModified,
            },
            Status = 202,
        };
    }
}

internal sealed class GetProvisionedConcurrencyConfig(FunctionStore store, IFunctionWarmth? host) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, stored) = await ProvisionedShape.OpenAsync(store, call, cancellationToken);
        return OperationOutput.Of(ProvisionedShape.Of(stored.Value, name, host));
    }
}

internal sealed class DeleteProvisionedConcurrencyConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, stored) = await ProvisionedShape.OpenAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(stored), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}

internal sealed class ListProvisionedConcurrencyConfigs(FunctionStore store, IFunctionWarmth? host) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenLatestAsync(call, cancellationToken);
        var all = await store.Documents.ListAsync<ProvisionedConcurrencyDocument>(
            call.Scope, name.Name + "/", cancellationToken);
        return OperationOutput.Of(ListPage.Of(
            call, "ProvisionedConcurrencyConfigs", all, static item => item.Id, item =>
            {
                var qualified = name with { Qualifier = item.Id[(name.Name.Length + 1)..] };
                var shape = ProvisionedShape.Of(item.Value, qualified, host);
                shape["FunctionArn"] = qualified.Arn;
                return shape;
            }));
    }
}
