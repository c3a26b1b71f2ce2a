using Gatehouse.Model.Arns;

namespace Gatehouse.Services.ApiGatewayV2.Integrations;

/// <summary>
/// The two forms in which a function is named (http-api §3.4): its own ARN, and the invocation's. Stage variables may
/// stand in the name, the qualifier, or for the whole.
/// </summary>
internal static class FunctionUri
{
    private const string Path = "path/2015-03-31/functions/";

    private const string Invocations = "/invocations";

    public static bool IsFunction(string? uri) =>
        IsFunctionArn(uri) || IsInvocation(uri)
        || (uri is not null && uri.StartsWith("${stageVariables.", StringComparison.Ordinal));

    /// <summary>Authorizers take this form only (§3.5).</summary>
    public static bool IsInvocation(string? uri) =>
        Arn.TryParse(uri, out var arn)
        && arn is { Service: "apigateway", Account: "lambda" }
        && arn.Resource.StartsWith(Path, StringComparison.Ordinal)
        && arn.Resource.EndsWith(Invocations, StringComparison.Ordinal)
        && arn.Resource.Length > Path.Length + Invocations.Length;

    /// <summary>The long form, as exports print it (http-api §5).</summary>
    public static string ToInvocation(string uri, string region) => IsFunctionArn(uri) && Arn.TryParse(uri, out var arn)
        ? $"arn:{arn.Partition}:apigateway:{(arn.Region.Length == 0 ? region : arn.Region)}:lambda:{Path}{uri}{Invocations}"
        : uri;

    private static bool IsFunctionArn(string? uri) =>
        Arn.TryParse(uri, out var arn)
        && arn.Service == "lambda"
        && arn.Resource.StartsWith("function:", StringComparison.Ordinal)
        && arn.Resource.Length > "function:".Length;
}
