using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>Which function an integration's URI names (sheet §5.2), read once at publish.</summary>
internal static class FunctionTarget
{
    private const string PathPrefix = "path/";
    private const string Functions = "2015-03-31/functions/";
    private const string Invocations = "/invocations";
    private const string StreamingFunctions = "2021-11-15/functions/";
    private const string StreamingInvocations = "/response-streaming-invocations";

    /// <param name="uri">With its stage variables already put in.</param>
    /// <param name="scope">The API's own, for a function given by name alone.</param>
    /// <param name="function">The function when <see langword="true"/> is returned.</param>
    public static bool TryParse(string? uri, DocumentScope scope, out FunctionName function) =>
        TryParse(uri, scope, Functions, Invocations, out function);

    /// <summary>The address of InvokeWithResponseStream.</summary>
    public static bool TryParseStreaming(string? uri, DocumentScope scope, out FunctionName function) =>
        TryParse(uri, scope, StreamingFunctions, StreamingInvocations, out function);

    private static bool TryParse(
        string? uri, DocumentScope scope, string before, string behind, out FunctionName function)
    {
        function = default;
        if (!Arn.TryParse(uri, out var arn) || arn.Service != "apigateway" || arn.Account != "lambda"
            || !arn.Resource.StartsWith(PathPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        // A doubled slash after "path" is tolerated.
        var path = arn.Resource[PathPrefix.Length..].TrimStart('/');
        if (!path.StartsWith(before, StringComparison.Ordinal)
            || !path.EndsWith(behind, StringComparison.Ordinal)
            || path.Length <= before.Length + behind.Length)
        {
            return false;
        }

        var name = path[before.Length..^behind.Length];
        return name.StartsWith("arn:", StringComparison.Ordinal)
            ? TryParseArn(name, out function)
            : TryParseName(name, scope, out function);
    }

    /// <summary>The ARN of a function by itself, as integrations of HTTP APIs may name it.</summary>
    public static bool TryParseArn(string text, out FunctionName function)
    {
        function = default;
        if (!Arn.TryParse(text, out var arn) || arn.Service != "lambda")
        {
            return false;
        }

        var parts = arn.Resource.Split(':');
        if (parts.Length is not (2 or 3) || parts[0] != "function" || Array.Exists(parts, static p => p.Length == 0))
        {
            return false;
        }

        function = new FunctionName(arn.Account, arn.Region, parts[1], parts.Length == 3 ? parts[2] : null);
        return true;
    }

    /// <summary>
    /// Differs from AWS: a bare name, which AWS does not accept, means the API's own account and region.
    /// </summary>
    private static bool TryParseName(string text, DocumentScope scope, out FunctionName function)
    {
        var parts = text.Split(':');
        function = new FunctionName(scope.Account, scope.Region, parts[0], parts.Length == 2 ? parts[1] : null);
        return parts.Length <= 2 && !Array.Exists(parts, static p => p.Length == 0);
    }
}
