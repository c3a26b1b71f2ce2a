using Microsoft.Extensions.ObjectPool;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

internal sealed partial class UpstreamRequest
{
    private sealed class Recycling : PooledObjectPolicy<UpstreamRequest>
    {
        public override UpstreamRequest Create() => new();

        public override bool Return(UpstreamRequest request)
        {
            request.Reset();
            return request._buffer.Length <= UpstreamLimits.PooledRequestBytes;
        }
    }
}
