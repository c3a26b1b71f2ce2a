using System.Text.Json.Nodes;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Sts;

/// <summary>What every STS operation reaches for (security §3.5).</summary>
internal sealed class StsRoom(IDocumentStore documents, IdentityServices identity, TimeProvider time)
{
    public IDocumentStore Documents { get; } = documents;

    public IdentityServices Identity { get; } = identity;

    public TimeProvider Time { get; } = time;

    public RoleSessions Sessions { get; } = new(identity.Directory, time);

    /// <summary>The same for a role that is not there and for one that does not trust: neither is revealed.</summary>
    public static ServiceFaultException NotAuthorized(string caller, string action, string resource) =>
        new("AccessDenied", 403, $"User: {caller} is not authorized to perform: {action} on resource: {resource}");

    public static ServiceFaultException Invalid(string message) => new("ValidationError", 400, message);

    public static JsonObject View(SessionCredentials credentials) => new()
    {
        ["AccessKeyId"] = credentials.AccessKeyId,
        ["SecretAccessKey"] = credentials.SecretAccessKey,
        ["SessionToken"] = credentials.SessionToken,
        ["Expiration"] = credentials.Expires.ToUnixTimeSeconds(),
    };

    public static JsonObject Assumed(SessionCredentials credentials) => new()
    {
        ["AssumedRoleId"] = credentials.UserId,
        ["Arn"] = credentials.Arn,
    };

    /// <param name="input">With DurationSeconds.</param>
    /// <param name="fallback">Seconds when none are asked for.</param>
    /// <param name="limit">Seconds at most.</param>
    public static TimeSpan Duration(OperationInput input, int fallback, int limit)
    {
        var seconds = input.FindInteger("DurationSeconds") ?? fallback;
        return seconds < IdentityLimits.MinSessionSeconds || seconds > limit
            ? throw Invalid(
                $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must "
                + (seconds > limit ? $"have value less than or equal to {limit}" : "have value greater than or equal to 900"))
            : TimeSpan.FromSeconds(seconds);
    }
}
