using System.Collections.Immutable;

namespace Gatehouse.Wire.Faults;

/// <summary>
/// A control-plane operation refuses: AWS's error code, status and message. Thrown by validators and operations, turned
/// into the protocol's error envelope in one place (the skeleton's encoder).
/// </summary>
public sealed class ServiceFaultException(string code, int status, string message) : Exception(message)
{
    /// <summary>The error's name as clients match it, such as <c>NotFoundException</c>.</summary>
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>Members of the error shape beside the message, such as Lambda's <c>Type: User</c>.</summary>
    public ImmutableSortedDictionary<string, string> Members { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Seconds for the <c>Retry-After</c> header, or <see langword="null"/>.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>IAM's denials spell the member <c>Message</c> where the service's own errors spell it <c>message</c>.</summary>
    public bool HasCapitalMessage { get; init; }
}
