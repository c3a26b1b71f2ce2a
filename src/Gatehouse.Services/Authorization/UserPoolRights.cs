using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>Actions of user pools are their operations, on the pool that the input names (security §2.7).</summary>
internal static class UserPoolRights
{
    public static RequiredRight Of(AuthorizationQuestion question)
    {
        var scope = question.Caller.Scope;
        var resource = question.Input["ResourceArn"]?.ToString()
            ?? (question.Input["UserPoolId"]?.ToString() is { Length: > 0 } pool
                ? $"arn:aws:cognito-idp:{scope.Region}:{scope.Account}:userpool/{pool}"
                : "*");
        return new RequiredRight($"cognito-idp:{question.Operation.Operation.Name}", resource);
    }
}
