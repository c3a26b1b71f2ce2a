namespace Gatehouse.Model.Functions;

/// <summary>
/// Decides whether an AWS service may invoke a function, by the function's resource policy. Kept in memory and followed
/// through the change feed, so that asking costs no I/O.
/// </summary>
public interface IFunctionAccess
{
    /// <param name="function">The function, with the qualifier it is called by.</param>
    /// <param name="servicePrincipal">For example <c>apigateway.amazonaws.com</c>.</param>
    /// <param name="sourceArn">For example <c>arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/prod/GET/pets</c>.</param>
    /// <param name="sourceAccount">The account that owns the source.</param>
    /// <returns><see langword="false"/> without an explicit allow, with an explicit deny, or when a statement cannot be understood.</returns>
    bool MayInvoke(in FunctionName function, string servicePrincipal, string sourceArn, string sourceAccount);
}
