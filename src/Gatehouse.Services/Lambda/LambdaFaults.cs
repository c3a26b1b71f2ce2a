using System.Collections.Immutable;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Lambda;

/// <summary>
/// Lambda's refusals, in its words (deployment-and-tools §6.1, §6.5). The member is <c>Message</c>, beside
/// <c>Type</c>.
/// </summary>
internal static class LambdaFaults
{
    public static ServiceFaultException FunctionNotFound(string arn) =>
        Of("ResourceNotFoundException", 404, $"Function not found: {arn}");

    /// <summary>Also said of layers and URLs.</summary>
    public static ServiceFaultException NoPolicy() =>
        Of("ResourceNotFoundException", 404, "The resource you requested does not exist.");

    public static ServiceFaultException NoStatement(string sid) =>
        Of("ResourceNotFoundException", 404, $"Statement {sid} is not found in resource policy.");

    public static ServiceFaultException NotFound(string message) => Of("ResourceNotFoundException", 404, message);

    public static ServiceFaultException Conflict(string message) => Of("ResourceConflictException", 409, message);

    public static ServiceFaultException OtherRegion(string asked, string here) => Of(
        "ResourceNotFoundException", 404, $"Functions from '{asked}' are not reachable in this region ('{here}')");

    public static ServiceFaultException FunctionExists(string name) =>
        Of("ResourceConflictException", 409, $"Function already exist: {name}");

    public static ServiceFaultException StatementExists(string sid) => Of(
        "ResourceConflictException", 409,
        $"The statement id ({sid}) provided already exists. Please provide a new statement id, or remove the "
        + "existing statement.");

    public static ServiceFaultException InvalidParameter(string message) =>
        Of("InvalidParameterValueException", 400, message);

    /// <summary>One violated constraint in Coral's words.</summary>
    public static ServiceFaultException Constraint(string value, string member, string constraint) => new(
        "ValidationException", 400,
        $"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: {constraint}")
    {
        HasCapitalMessage = false,
    };

    public static ServiceFaultException RevisionMismatch(string operations) => Of(
        "PreconditionFailedException", 412,
        $"The Revision Id provided does not match the latest Revision Id. Call the {operations} API to retrieve the "
        + "latest Revision Id");

    public static ServiceFaultException Throttled(string? reason) =>
        new("TooManyRequestsException", 429, "Rate Exceeded.")
    {
        HasCapitalMessage = true,
        RetryAfterSeconds = 1,
        Members = ImmutableSortedDictionary<string, string>.Empty
            .Add("Reason", reason ?? "ConcurrentInvocationLimitExceeded").Add("Type", "User"),
    };

    public static ServiceFaultException NotReady(string state) => Of(
        "ResourceConflictException", 409,
        $"The operation cannot be performed at this time. The function is currently in the following state: {state}");

    public static ServiceFaultException HostFailed(string reason) => new("InvalidRuntimeException", 502, reason)
    {
        HasCapitalMessage = true,
        Members = ImmutableSortedDictionary<string, string>.Empty.Add("Type", "Service"),
    };

    public static ServiceFaultException TooLarge(int bytes, string invocationType, int limit) => Of(
        "RequestTooLargeException",
        413,
        $"{bytes} byte payload is too large for the {invocationType} invocation type (limit {limit} bytes)");

    public static ServiceFaultException NotJson(string detail) => Of(
        "InvalidRequestContentException",
        400,
        $"Could not parse request body into json: Could not parse payload into json: {detail}");

    public static ServiceFaultException Of(string code, int status, string message) => new(code, status, message)
    {
        HasCapitalMessage = true,
        Members = ImmutableSortedDictionary<string, string>.Empty.Add("Type", "User"),
    };
}
