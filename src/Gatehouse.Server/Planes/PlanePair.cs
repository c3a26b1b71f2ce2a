using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>Two planes as one; the first is asked first.</summary>
internal sealed class PlanePair(IPlane first, IPlane second) : IPlane
{
    public bool TryHandle(HttpContext context, out ValueTask handling) =>
        first.TryHandle(context, out handling) || second.TryHandle(context, out handling);
}
