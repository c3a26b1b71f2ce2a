using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Principals;
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
    CallerIdentity Caller, ServiceContract Service, OperationMatch Operation, ControlRequest Request)
{
    /// <summary>The peer's address, for <c>aws:SourceIp</c>.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>Whether the call came over TLS, for <c>aws:SecureTransport</c>.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The decoded input, as far as it can be decoded: what cannot is refused later, for who may call.</summary>
    public JsonObject Input { get; init; } = [];

    /// <summary>Where the resources of IAM are found.</summary>
    public IdentityDirectory? Directory { get; init; }
}

/// <summary>Every authenticated caller is the account's root, which may do everything.</summary>
public sealed class RootAuthorizer : IOperationAuthorizer
{
    public ValueTask AuthorizeAsync(AuthorizationQuestion question, CancellationToken cancellationToken) => default;
}
