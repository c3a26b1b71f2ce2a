using Gatehouse.Execution;
using Gatehouse.Services.Skeleton;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Server.Planes;

/// <summary>The invoke addresses of deployed APIs.</summary>
internal sealed class DataPlane(ExecutionPlane execution) : IPlane
{
    public bool TryHandle(HttpContext context, out ValueTask handling) => execution.TryHandle(context, out handling);
}

/// <summary>Everything that is for no other plane.</summary>
internal sealed class ControlPlaneDoor(ControlPlane control) : IPlane
{
    public bool TryHandle(HttpContext context, out ValueTask handling)
    {
        handling = new ValueTask(control.HandleAsync(context));
        return true;
    }
}
