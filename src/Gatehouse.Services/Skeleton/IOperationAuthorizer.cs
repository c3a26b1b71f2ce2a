using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Decides whether the caller may perform the operation. IAM takes this place; until then the root may do all.
/// </summary>
public interface IOperationAuthorizer
{
    /// <exception cref="ServiceFaultException">AccessDeniedException.</exception>
    ValueTask AuthorizeAsync(AuthorizationQuestion question, CancellationToken cancellationToken);
}

/// <summary>
/// May this caller do that? Asked before the input is decoded, as AWS does (rest-control-plane §1.7).
/// </summary>
/// <param name="Caller">Who.</param>
/// <param name="Service">The service's contract.</param>
/// <param name="Operation">What, with the labels of the path.</param>
/// <param name="Request">As it arrived: API Gateway's actions and resources are the method and the raw path.</param>
public sealed record AuthorizationQuestion(
    CallerIdentity Caller, ServiceContract Service, OperationMatch Operation, ControlRequest Request);

/// <summary>Every authenticated caller is the account's root, which may do everything.</summary>
public sealed class RootAuthorizer : IOperationAuthorizer
{
    public ValueTask AuthorizeAsync(AuthorizationQuestion question, CancellationToken cancellationToken) => default;
}
