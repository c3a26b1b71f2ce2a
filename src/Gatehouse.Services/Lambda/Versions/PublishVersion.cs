using Gatehouse.Model.Documents;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Versions;

internal sealed class PublishVersion(FunctionStore store, VersionPublisher publisher) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (_, function) = await store.OpenLatestAsync(call, cancellationToken);
        var current = function.Value;
        FunctionStore.CheckRevision(call, current.RevisionId, "GetFunction/GetAlias");
        if (call.Input.FindString("CodeSha256") is { Length: > 0 } expected && expected != current.Code.CodeSha256)
        {
            throw LambdaFaults.InvalidParameter(
                $"CodeSHA256 ({expected}) is different from current CodeSHA256 in $LATEST ({current.Code.CodeSha256}). "
                + "Please try again with the CodeSHA256 in $LATEST.");
        }

        var batch = new DocumentBatch(call.Scope);
        var (version, latest) = await publisher.AddAsync(
            batch, current, call.Input.FindString("Description"), cancellationToken);
        if (!batch.IsEmpty)
        {
            await store.Documents.CommitAsync(batch.Replace(function, latest), cancellationToken);
        }

        return OperationOutput.Of(FunctionShape.Configuration(version, version.Version));
    }
}
