namespace Gatehouse.Execution.Routing;

internal static class RoutingLimits
{
    /// <summary>Parameters in one path template.</summary>
    /// <remarks>Ours: the captures live on the stack. Real APIs have fewer than ten; more does not compile.</remarks>
    public const int MaxParameters = 32;
}
