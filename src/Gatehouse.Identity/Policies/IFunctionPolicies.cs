using Gatehouse.Model.Functions;

namespace Gatehouse.Identity.Policies;

/// <summary>The resource policies of functions, for whoever judges callers by more than the service's name.</summary>
public interface IFunctionPolicies
{
    /// <returns><see langword="null"/> when the function, version or alias has none.</returns>
    PolicyPlan? FindPolicy(in FunctionName function);
}
