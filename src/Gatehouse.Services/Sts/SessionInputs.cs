using System.Collections.Immutable;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Sessions;
using Gatehouse.Services.Iam;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Sts;

/// <summary>What comes with a request for a session: policies, tags, a source identity (security §3.5).</summary>
internal static class SessionInputs
{
    private const int PolicyChars = 2_048;
    private const int MaxPolicyArns = 10;
    private const int MaxTags = 50;

    public static SessionRequest Read(OperationInput input, string name, TimeSpan duration, IdentityServices identity)
    {
        var policy = input.FindString("Policy");
        if (policy is not null)
        {
            if (policy.Length > PolicyChars)
            {
                throw StsRoom.Invalid(
                    "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less "
                    + $"than or equal to {PolicyChars}");
            }

            if (!PolicyPlan.TryCompile(policy, PolicyKind.Identity, out _, out var problem))
            {
                throw new ServiceFaultException("MalformedPolicyDocument", 400, problem);
            }
        }

        ImmutableArray<string> arns =
        [
            .. input.Members["PolicyArns"]?.AsArray().Select(static item => item!["arn"]?.GetValue<string>() ?? "") ?? [],
        ];
        if (arns.Length > MaxPolicyArns)
        {
            throw new ServiceFaultException("PackedPolicyTooLarge", 400, $"At most {MaxPolicyArns} managed policies may be passed.");
        }

        foreach (var arn in arns)
        {
            if (identity.Directory.FindManaged(arn) is null)
            {
                throw new ServiceFaultException("MalformedPolicyDocument", 400, $"PolicyArn {arn} is not valid");
            }
        }

        return new SessionRequest
        {
            Name = name,
            Duration = duration,
            Policy = policy,
            PolicyArns = arns,
            Tags = Tags(input),
            TransitiveTagKeys =
            [
                .. input.Members["TransitiveTagKeys"]?.AsArray().Select(static key => key!.GetValue<string>()) ?? [],
            ],
            SourceIdentity = input.FindString("SourceIdentity"),
        };
    }

    public static ServiceFaultException TooLarge() => new(
        "PackedPolicyTooLarge", 400, "Packed policy consumes more than 100% of allotted space, please use smaller policy.");

    private static ImmutableSortedDictionary<string, string> Tags(OperationInput input)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in input.Members["Tags"]?.AsArray() ?? [])
        {
            var key = item!["Key"]?.GetValue<string>() ?? "";
            if (!tags.TryAdd(key, item["Value"]?.GetValue<string>() ?? ""))
            {
                throw new ServiceFaultException(
                    "InvalidParameterValue", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
        }

        return tags.Count <= MaxTags
            ? tags.ToImmutable()
            : throw new ServiceFaultException("InvalidParameterValue", 400, $"At most {MaxTags} session tags may be passed.");
    }
}
