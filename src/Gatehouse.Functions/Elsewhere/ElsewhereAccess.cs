using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Elsewhere;

/// <summary>
/// A function elsewhere has its policy there, and its own server asks it: the signature says who calls.
/// </summary>
internal sealed class ElsewhereAccess(IFunctionInvoker functions, IFunctionAccess own) : IFunctionAccess
{
    public bool MayInvoke(
        in FunctionName function, string servicePrincipal, string sourceArn, string sourceAccount) =>
        own.MayInvoke(function, servicePrincipal, sourceArn, sourceAccount) || functions.IsElsewhere(function);
}
