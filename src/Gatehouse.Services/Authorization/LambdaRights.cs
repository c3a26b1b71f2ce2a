using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>Lambda's actions are its operations, but for two (security §2.7).</summary>
internal static class LambdaRights
{
    public static IEnumerable<RequiredRight> Of(AuthorizationQuestion question)
    {
        var name = question.Operation.Operation.Name;
        var action = name switch
        {
            "Invoke" or "InvokeAsync" or "InvokeWithResponseStream" => "InvokeFunction",
            "ListTags" or "TagResource" or "UntagResource" or _ => name,
        };
        yield return new RequiredRight($"lambda:{action}", ResourceOf(question));
        if (name is "CreateFunction" or "UpdateFunctionConfiguration" && question.Input["Role"]?.ToString() is { Length: > 0 } role)
        {
            yield return new RequiredRight("iam:PassRole", role) { PassedTo = "lambda.amazonaws.com" };
        }
    }

    private static string ResourceOf(AuthorizationQuestion question)
    {
        var function = question.Operation.Labels.GetValueOrDefault("FunctionName") ?? question.Input["FunctionName"]?.ToString();
        if (function is null)
        {
            return question.Operation.Labels.GetValueOrDefault("Resource") ?? "*";
        }

        // A name, a name with its qualifier, "account:function:name", or the ARN: one resource (lambda naming).
        var scope = question.Caller.Scope;
        if (function.StartsWith("arn:", StringComparison.Ordinal))
        {
            return function;
        }

        var marker = function.IndexOf("function:", StringComparison.Ordinal);
        var local = marker < 0 ? function : function[(marker + "function:".Length)..];
        var qualifier = QueryOf(question, "Qualifier");
        return $"arn:aws:lambda:{scope.Region}:{scope.Account}:function:{local}"
            + (qualifier is null || local.Contains(':', StringComparison.Ordinal) ? "" : $":{qualifier}");
    }

    private static string? QueryOf(AuthorizationQuestion question, string member) => question.Input[member]?.ToString();
}
