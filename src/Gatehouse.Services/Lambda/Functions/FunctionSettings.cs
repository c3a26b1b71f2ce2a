using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>
/// What a function's configuration may be (deployment-and-tools §6.4, §6.5), for create and update alike.
/// </summary>
internal static partial class FunctionSettings
{
    private static readonly ImmutableHashSet<string> ReservedVariables =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT",
        "LAMBDA_RUNTIME_DIR",
    ];

    /// <summary>The members that the call gives, over what the function has.</summary>
    public static FunctionDocument Apply(FunctionDocument function, OperationInput input)
    {
        var changed = function with
        {
            Runtime = input.FindString("Runtime") ?? function.Runtime,
            Role = input.FindString("Role") ?? function.Role,
            Handler = input.FindString("Handler") ?? function.Handler,
            Description = input.FindString("Description") ?? function.Description,
            Timeout = input.FindInteger("Timeout") ?? function.Timeout,
            MemorySize = input.FindInteger("MemorySize") ?? function.MemorySize,
            RecordedSettings = RecordedSettings.Apply(function.RecordedSettings, input),
            Environment = input.Has("Environment") ? ReadEnvironment(input) : function.Environment,
            DeadLetterTargetArn =
                input.Has("DeadLetterConfig") ? ReadDeadLetters(input) : function.DeadLetterTargetArn,
        };
        Check(changed);
        return changed;
    }

    private static string? ReadDeadLetters(OperationInput input)
    {
        // An empty ARN removes it.
        if (input.Members["DeadLetterConfig"]?["TargetArn"]?.GetValue<string>() is not { Length: > 0 } arn)
        {
            return null;
        }

        return QueuePattern().IsMatch(arn) ? arn : throw LambdaFaults.Constraint(
            arn, "deadLetterConfig.targetArn",
            @"Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()");
    }

    private static void Check(FunctionDocument function)
    {
        if (!RolePattern().IsMatch(function.Role))
        {
            throw LambdaFaults.Constraint(
                function.Role, "role",
                "Member must satisfy regular expression pattern: "
                + @"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+");
        }

        Range(function.Timeout, "timeout", 1, FunctionLimits.MaxTimeoutSeconds);
        Range(function.MemorySize, "memorySize", FunctionLimits.MinMemoryMiB, FunctionLimits.MaxMemoryMiB);
        if (function.Handler is { } handler && (handler.Length > 128 || handler.Any(char.IsWhiteSpace)))
        {
            throw LambdaFaults.Constraint(
                handler, "handler", @"Member must satisfy regular expression pattern: [^\s]+");
        }
    }

    private static void Range(int value, string member, int min, int max)
    {
        if (value < min)
        {
            throw LambdaFaults.Constraint($"{value}", member, $"Member must have value greater than or equal to {min}");
        }

        if (value > max)
        {
            throw LambdaFaults.Constraint($"{value}", member, $"Member must have value less than or equal to {max}");
        }
    }

    private static ImmutableSortedDictionary<string, string>? ReadEnvironment(OperationInput input)
    {
        // The whole environment is replaced; an empty one removes it.
        if (input.Members["Environment"]?["Variables"] is not JsonObject { Count: > 0 } variables)
        {
            return null;
        }

        var read = variables.ToImmutableSortedDictionary(
            static pair => pair.Key, static pair => pair.Value?.GetValue<string>() ?? "", StringComparer.Ordinal);
        var reserved = read.Keys.Where(ReservedVariables.Contains).ToList();
        if (reserved.Count > 0)
        {
            throw LambdaFaults.InvalidParameter(
                "Lambda was unable to configure your environment variables because the environment variables you have "
                + "provided contains reserved keys that are currently not supported for modification. Reserved keys used in this "
                + "request: "
                + string.Join(", ", reserved));
        }

        if (read.Keys.FirstOrDefault(static name => !VariablePattern().IsMatch(name)) is { } bad)
        {
            throw LambdaFaults.Constraint(
                bad,
                "environment.variables",
                "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: "
                + "[a-zA-Z]([a-zA-Z0-9_])+]");
        }

        var measured = variables.ToJsonString();
        return Encoding.UTF8.GetByteCount(measured) <= FunctionLimits.EnvironmentBytes
            ? read
            : throw LambdaFaults.InvalidParameter(
                "Lambda was unable to configure your environment variables because the environment variables you have "
                + $"provided exceeded the 4KB limit. String measured: {measured}");
    }

    [GeneratedRegex(@"^arn:aws[a-zA-Z-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-/]+$", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"^arn:aws[a-zA-Z-]*:(?:sqs|sns):[a-z0-9-]+:[0-9]{12}:[^:]+$", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex QueuePattern();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_]+$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex VariablePattern();
}
