using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>Which function an invocation runs: one of this server's, or one that runs elsewhere.</summary>
internal static class InvocationTarget
{
    private const string Latest = "$LATEST";

    /// <returns>The function, and the version that its name or alias leads to.</returns>
    /// <exception cref="Wire.Faults.ServiceFaultException">There is none, and nothing leads elsewhere.</exception>
    public static async ValueTask<(FunctionName Name, string Version)> OpenAsync(
        FunctionStore store, IFunctionInvoker invoker, OperationCall call, CancellationToken cancellationToken)
    {
        var anywhere = FunctionReference.ReadAnywhere(call);
        if (invoker.IsElsewhere(anywhere))
        {
            return (anywhere, anywhere.Qualifier ?? Latest);
        }

        var (name, function) = await store.OpenAsync(call, cancellationToken);
        return (name, function.Value.Version);
    }
}
