using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Urls;

internal sealed class CreateFunctionUrlConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var name = await FunctionUrlShape.CheckAsync(store, call, cancellationToken);
        var id = FunctionStore.IdOf(name);
        if (await store.Documents.FindAsync<FunctionUrlDocument>(call.Scope, id, cancellationToken) is not null)
        {
            throw LambdaFaults.Conflict(
                $"Failed to create function url config for [functionArn = {name.Arn}]. Error message:  "
                + "FunctionUrlConfig exists for this Lambda function");
        }

        var now = store.Now();
        var url = FunctionUrlShape.Apply(
            new FunctionUrlDocument
            {
                FunctionName = name.Name,
                Qualifier = name.Qualifier,
                UrlId = store.NewUrlId(),
                AuthType = call.Input.RequiredString("AuthType"),
                InvokeMode = "BUFFERED",
                CreationTime = now,
                LastModifiedTime = now,
            },
            call.Input);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Create(id, url), cancellationToken);
        return OperationOutput.Of(FunctionUrlShape.Of(call, name, url));
    }
}

internal sealed class GetFunctionUrlConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, url) = await FunctionUrlShape.OpenAsync(store, call, cancellationToken);
        return OperationOutput.Of(FunctionUrlShape.Of(call, name, url.Value));
    }
}

internal sealed class UpdateFunctionUrlConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, url) = await FunctionUrlShape.OpenAsync(store, call, cancellationToken);
        var changed = FunctionUrlShape.Apply(url.Value, call.Input) with { LastModifiedTime = store.Now() };
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Replace(url, changed), cancellationToken);
        return OperationOutput.Of(FunctionUrlShape.Of(call, name, changed));
    }
}

internal sealed class DeleteFunctionUrlConfig(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, url) = await FunctionUrlShape.OpenAsync(store, call, cancellationToken);
        await store.Documents.CommitAsync(new DocumentBatch(call.Scope).Delete(url), cancellationToken);
        return new OperationOutput { Members = [], Status = 204 };
    }
}

internal sealed class ListFunctionUrlConfigs(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenLatestAsync(call, cancellationToken);
        var own = await store.Documents.FindAsync<FunctionUrlDocument>(call.Scope, name.Name, cancellationToken);
        var aliases = await store.Documents.ListAsync<FunctionUrlDocument>(
            call.Scope, name.Name + "/", cancellationToken);
        var all = own is null ? aliases : aliases.Insert(0, own);
        return OperationOutput.Of(ListPage.Of(
            call, "FunctionUrlConfigs", all, static url => url.Id,
            url => FunctionUrlShape.Of(call, name with { Qualifier = url.Value.Qualifier }, url.Value)));
    }
}
