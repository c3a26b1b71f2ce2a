using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// Lets the edits of one API pass one after another on this node. The API's edition already keeps them right; without a
/// lane, many callers at once would starve each other with retries. Other nodes still meet at the edition.
/// </summary>
internal sealed class EditLanes
{
    private readonly SemaphoreSlim[] _lanes =
        [.. Enumerable.Range(0, ApiGatewayLimits.EditLanes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>An operation that changes the API it is addressed to.</summary>
    public IOperation Edit(IOperation operation) => new LanedOperation(operation, this);

    private SemaphoreSlim LaneOf(OperationCall call)
    {
        // Keys and plans name neither: their edits share a lane.
        var address = call.Input.FindString("restApiId") ?? call.Input.FindString("resourceArn")
            ?? call.Input.FindString("ApiId") ?? call.Input.FindString("ResourceArn") ?? string.Empty;
        return _lanes[(uint)HashCode.Combine(call.Scope, address) % (uint)_lanes.Length];
    }

    private sealed class LanedOperation(IOperation operation, EditLanes lanes) : IOperation
    {
        public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
        {
            var lane = lanes.LaneOf(call);
            await lane.WaitAsync(cancellationToken);
            try
            {
                return await operation.ExecuteAsync(call, cancellationToken);
            }
            finally
            {
                lane.Release();
            }
        }
    }
}
