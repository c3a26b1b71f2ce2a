using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>The integrations that call a function (sheet §5.11 to §5.14).</summary>
internal sealed class FunctionCompiler(StageContext context, IntegrationServices services)
{
    private const string Configuration = "Execution failed due to configuration error: ";
    private const string InvocationType = "X-Amz-Invocation-Type";

    public IRestStep[] CompileProxy(
        string path, string verb, IntegrationDocument integration, ParameterMapping parameters)
    {
        var isStream = integration.ResponseTransferMode == "STREAM";
        if (!TryCompileCaller(path, verb, integration, isStream, out var caller))
        {
            // The mode and the API that the URI names must agree (sheet §5.14, combinations).
            return Refuse(TryCompileCaller(path, verb, integration, !isStream, out _)
                ? isStream
                    ? "the response transfer mode STREAM needs the URI of response-streaming-invocations"
                    : "the URI of response-streaming-invocations needs the response transfer mode STREAM"
                : "the URI names no Lambda function");
        }

        return isStream
            ? [new BufferBodyStep(), new FunctionStreamProxy(caller!, services.Time)]
            : [new BufferBodyStep(), new FunctionProxy(caller!, services.Events, FindInvocationType(parameters))];
    }

    public bool TryCompileCaller(
        string path, string verb, IntegrationDocument integration, out FunctionCaller? caller) =>
        TryCompileCaller(path, verb, integration, isStream: false, out caller);

    private static IRestStep[] Refuse(string detail) =>
        [new RefusalStep(GatewayFaults.ApiConfigurationError, Configuration + detail)];

    /// <summary>The only mapped header that changes what a proxy's function is asked (sheet §5.11, end).</summary>
    private static ValueExpression? FindInvocationType(ParameterMapping parameters)
    {
        foreach (var parameter in parameters.Parameters)
        {
            if (parameter.Target == ParameterTarget.Header
                && parameter.Name.Equals(InvocationType, StringComparison.OrdinalIgnoreCase))
            {
                return parameter.Source;
            }
        }

        return null;
    }

    private bool TryCompileCaller(
        string path, string verb, IntegrationDocument integration, bool isStream, out FunctionCaller? caller)
    {
        caller = null;
        var uri = context.Substitute(integration.Uri ?? string.Empty);
        var isFunction = isStream
            ? FunctionTarget.TryParseStreaming(uri, context.Scope, out var function)
            : FunctionTarget.TryParse(uri, context.Scope, out function);

        // Lambda's Invoke is a POST; any other verb fails (sheet §5.12, 500 cases).
        if (!isFunction || !string.Equals(integration.HttpMethod, "POST", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var settings = new FunctionSettings
        {
            Function = function,
            SourceArn = $"arn:aws:execute-api:{context.Scope.Region}:{context.Scope.Account}:"
                + $"{context.ApiId}/{context.Stage.StageName}/{verb}{path}",
            SourceAccount = context.Scope.Account,
            HasCredentials = !string.IsNullOrEmpty(integration.Credentials),
            Timeout = TimeSpan.FromMilliseconds(integration.TimeoutInMillis),
            StreamIdle = context.EndpointType == "EDGE"
                ? FunctionProxyLimits.EdgeStreamIdle
                : FunctionProxyLimits.StreamIdle,
        };
        caller = new FunctionCaller(settings, services.Functions, services.FunctionAccess, services.Ids, services.Time);
        return true;
    }
}
