using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Skeleton;

/// <summary>One call of an operation: who, where, with what.</summary>
internal sealed class OperationCall
{
    /// <summary>The account and region that the call acts in.</summary>
    public required DocumentScope Scope { get; init; }

    public required OperationInput Input { get; init; }

    /// <summary>The call's id, also sent as <c>x-amzn-RequestId</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>The caller's ARN once IAM knows callers; the account's root until then.</summary>
    public required string CallerArn { get; init; }

    /// <summary>The caller as policies see it.</summary>
    public Principal Caller { get; init; } = Principal.Anonymous;

    /// <summary>The circumstances of the call, for operations that decide by policies themselves.</summary>
    public PolicyContext? Conditions { get; init; }

    /// <summary>Nobody proved who they are: the server listens on loopback and believes everyone.</summary>
    public bool IsUnverified { get; init; }

    /// <summary>Limits of the caller's session, if it is one.</summary>
    public SessionLimits? Session { get; init; }

    /// <summary>The public half of the caller's credentials.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The caller's SDK, as it calls itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>
    /// The base URL that the caller used, such as <c>http://localhost:4566</c>, for answers that hold links.
    /// </summary>
    public required string EndpointUrl { get; init; }
}
