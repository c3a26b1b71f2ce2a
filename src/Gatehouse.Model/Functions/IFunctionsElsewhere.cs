namespace Gatehouse.Model.Functions;

/// <summary>Functions of other accounts and of other servers, called over the network.</summary>
public interface IFunctionsElsewhere
{
    /// <summary>Whether the operator's settings lead to a function that this server does not have.</summary>
    bool Reaches(in FunctionName function);

    /// <summary>As <see cref="IFunctionInvoker.InvokeAsync"/>; what the network causes is <see cref="FunctionOutcome.HostFailed"/>.</summary>
    ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken);
}
