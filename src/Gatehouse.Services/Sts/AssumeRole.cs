using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Sts;

/// <summary>The role's trust policy decides, with the caller's own where it only names the account (security §3.5).</summary>
internal sealed class AssumeRole(StsRoom room) : IOperation
{
    private const int ChainedSeconds = 3_600;

    public ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var arn = call.Input.RequiredString("RoleArn");
        if (!Arn.TryParse(arn, out _))
        {
            throw StsRoom.Invalid($"{arn} is invalid");
        }

        var duration = StsRoom.Duration(call.Input, IdentityLimits.MinMaxSessionSeconds, IdentityLimits.MaxSessionSeconds);
        var asked = SessionInputs.Read(call.Input, call.Input.RequiredString("RoleSessionName"), duration, room.Identity);
        if (room.Sessions.Find(arn) is not { } found)
        {
            throw StsRoom.NotAuthorized(call.CallerArn, RoleSessions.AssumeRole, arn);
        }

        // Tags that must go on with every further role, and the identity that was set once and never changes.
        var session = call.Session?.Claims;
        asked = Inherit(asked, session);
        Authorize(call, found.Account, found.Role, arn, asked);
        CheckDuration(duration, found.Role, asked.IsChained);
        var credentials = room.Sessions.Issue(found.Account, found.Role, asked) ?? throw SessionInputs.TooLarge();
        var output = new JsonObject
        {
            ["Credentials"] = StsRoom.View(credentials),
            ["AssumedRoleUser"] = StsRoom.Assumed(credentials),
            ["SourceIdentity"] = asked.SourceIdentity,
        };
        if (asked.Policy is not null || !asked.PolicyArns.IsEmpty || !asked.Tags.IsEmpty)
        {
            output["PackedPolicySize"] = SessionTokens.PackedPercentage(credentials.SessionToken);
        }

        return new(OperationOutput.Of(output));
    }

    private static SessionRequest Inherit(SessionRequest asked, SessionClaims? session)
    {
        if (session is null)
        {
            return asked;
        }

        var tags = asked.Tags.ToBuilder();
        foreach (var key in session.TransitiveTagKeys ?? [])
        {
            if (session.Tags is { } own && own.TryGetValue(key, out var value) && !tags.TryAdd(key, value))
            {
                throw new ServiceFaultException(
                    "InvalidParameterValue", 400,
                    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.");
            }
        }

        return asked with
        {
            Tags = tags.ToImmutable(),
            TransitiveTagKeys = [.. asked.TransitiveTagKeys.Concat(session.TransitiveTagKeys ?? []).Distinct()],
            SourceIdentity = session.SourceIdentity ?? asked.SourceIdentity,
            IsChained = session.Kind == PrincipalKind.RoleSession,
        };
    }

    private static void CheckDuration(TimeSpan duration, RoleDocument role, bool isChained)
    {
        if (isChained && duration.TotalSeconds > ChainedSeconds)
        {
            throw StsRoom.Invalid(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }

        if (duration.TotalSeconds > role.MaxSessionDuration)
        {
            throw StsRoom.Invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
    }

    private void Authorize(OperationCall call, string account, RoleDocument role, string arn, SessionRequest asked)
    {
        if (call.Caller.Kind == PrincipalKind.Root && call.Session is null && !call.IsUnverified)
        {
            throw new ServiceFaultException("AccessDenied", 403, "Roles may not be assumed by root accounts.");
        }

        var context = new ContextValues(call.Conditions)
            .Set("sts:ExternalId", call.Input.FindString("ExternalId"))
            .Set("sts:RoleSessionName", asked.Name)
            .Set("sts:SourceIdentity", asked.SourceIdentity)
            .Set("aws:TagKeys", [.. asked.Tags.Keys])
            .Set("sts:TransitiveTagKeys", asked.TransitiveTagKeys);
        foreach (var (key, value) in asked.Tags)
        {
            context.Set($"aws:RequestTag/{key}", value);
        }

        Require(RoleSessions.AssumeRole);
        if (!asked.Tags.IsEmpty)
        {
            Require("sts:TagSession");
        }

        if (asked.SourceIdentity is not null)
        {
            Require("sts:SetSourceIdentity");
        }

        void Require(string action)
        {
            var decision = AccessRules.Decide(
                new PolicyRequest(call.Caller, action, arn, context),
                room.Identity.Directory.PoliciesOf(call.Caller, call.Session),
                new GuardedResource(account, room.Identity.Directory.TrustOf(account, role)) { MustAllow = true });

            // Where nobody is verified, whoever asks is root of the house; but what a trust policy denies, it denies.
            if (!decision.IsAllowed && (!call.IsUnverified || decision.IsExplicit))
            {
                throw StsRoom.NotAuthorized(call.CallerArn, action, arn);
            }
        }
    }
}
