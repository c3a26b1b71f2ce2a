using Gatehouse.Identity.Policies;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam;

/// <summary>Documents of policies as they arrive: read, measured, refused in IAM's words (security §2.1).</summary>
internal static class IamPolicies
{
    public static string Read(OperationInput input, string member, PolicyKind kind)
    {
        var json = input.RequiredString(member);
        if (json.Any(static c => c is not ('\t' or '\n' or '\r' or (>= ' ' and <= '\u00ff'))))
        {
            throw Malformed("The policy document contains characters outside of the allowed range.");
        }

        return PolicyPlan.TryCompile(json, kind, out _, out var problem) ? json : throw Malformed(problem);
    }

    /// <summary>White space is not counted.</summary>
    public static int Length(string json) => json.Count(static c => !char.IsWhiteSpace(c));

    public static void CheckLength(int chars, int limit, string of)
    {
        if (chars > limit)
        {
            throw IamRoom.Exceeded($"Maximum policy size of {limit} bytes exceeded for {of}");
        }
    }

    public static ServiceFaultException Malformed(string problem) => new("MalformedPolicyDocument", 400, problem);
}
