using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.DotnetClient;

/// <summary>
/// Stands behind <c>ILambdaContext</c>, whatever version of it the function brings: members are found by their names.
/// </summary>
internal class ContextProxy : DispatchProxy
{
    private RuntimeEvent _call = null!;

    public static object Create(Type type, RuntimeEvent call)
    {
        var proxy = Create(type, typeof(ContextProxy));
        ((ContextProxy)proxy)._call = call;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        return targetMethod.Name switch
        {
            "get_AwsRequestId" => _call.Find("Lambda-Runtime-Aws-Request-Id"),
            "get_InvokedFunctionArn" => _call.Find("Lambda-Runtime-Invoked-Function-Arn"),
            "get_TraceId" => _call.Find("Lambda-Runtime-Trace-Id"),
            "get_TenantId" => _call.Find("Lambda-Runtime-Aws-Tenant-Id"),
            "get_FunctionName" => Variable("AWS_LAMBDA_FUNCTION_NAME"),
            "get_FunctionVersion" => Variable("AWS_LAMBDA_FUNCTION_VERSION"),
            "get_LogGroupName" => Variable("AWS_LAMBDA_LOG_GROUP_NAME"),
            "get_LogStreamName" => Variable("AWS_LAMBDA_LOG_STREAM_NAME"),
            "get_MemoryLimitInMB" => int.Parse(
                Variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")!, CultureInfo.InvariantCulture),
            "get_RemainingTime" => Remaining(),
            "get_Logger" => Create(type, typeof(LoggerProxy)),
            "get_ClientContext" => JsonProxy.Of(type, Json("Lambda-Runtime-Client-Context")),
            "get_Identity" => JsonProxy.Of(type, Json("Lambda-Runtime-Cognito-Identity")),
            _ => type.IsValueType && type != typeof(void) ? Activator.CreateInstance(type) : null,
        };
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private TimeSpan Remaining()
    {
        var deadline = long.Parse(_call.Find("Lambda-Runtime-Deadline-Ms") ?? "0", CultureInfo.InvariantCulture);
        var left = DateTimeOffset.FromUnixTimeMilliseconds(deadline) - TimeProvider.System.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private JsonObject? Json(string header) => _call.Find(header) is { Length: > 0 } text
        ? JsonNode.Parse(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text))) as JsonObject
        : null;
}

/// <summary>Stands behind <c>ILambdaLogger</c>: every method prints its message, and an exception that comes with it.</summary>
internal class LoggerProxy : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var given = args ?? [];
        foreach (var exception in given.OfType<Exception>())
        {
            Console.WriteLine(exception);
        }

        // Of a level and a message the message is the last text.
        if (given.OfType<string>().LastOrDefault() is { } message)
        {
            Console.WriteLine(message);
        }

        return null;
    }
}

/// <summary>Stands behind <c>IClientContext</c>, <c>IClientApplication</c> and <c>ICognitoIdentity</c>: members of a JSON object.</summary>
internal class JsonProxy : DispatchProxy
{
    private JsonObject _json = null!;

    /// <returns><see langword="null"/> when there is no object.</returns>
    public static object? Of(Type type, JsonObject? json)
    {
        if (json is null)
        {
            return null;
        }

        var proxy = Create(type, typeof(JsonProxy));
        ((JsonProxy)proxy)._json = json;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var wanted = targetMethod!.Name["get_".Length..];
        var value = _json.FirstOrDefault(member => IsCalled(member.Key, wanted)).Value;
        var type = targetMethod.ReturnType;
        return value switch
        {
            JsonObject inner when type == typeof(IDictionary<string, string>) =>
                inner.ToDictionary(static member => member.Key, static member => member.Value?.ToString() ?? ""),
            JsonObject inner when type.IsInterface => Of(type, inner),
            _ => value?.ToString(),
        };
    }

    /// <summary><c>AppVersionCode</c> is <c>app_version_code</c>, <c>Environment</c> is <c>env</c>.</summary>
    private static bool IsCalled(string member, string wanted) =>
        member.Replace("_", "", StringComparison.Ordinal).Equals(wanted, StringComparison.OrdinalIgnoreCase)
        || (wanted == "Environment" && member == "env");
}
