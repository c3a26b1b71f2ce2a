using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>The call of an AWS integration with any service but Lambda's Invoke (sheet §5.2, §5.3).</summary>
internal sealed class AwsServiceCompiler(StageContext context, IntegrationServices services)
{
    /// <returns><see langword="null"/> with the reason when it cannot be called.</returns>
    public IRestStep? TryCompile(
        string path, string verb, IntegrationDocument integration, ParameterMapping parameters, out string? error)
    {
        if (services.Aws is not { } aws)
        {
            error = "calls to AWS services are not configured";
            return null;
        }

        return new AwsIntegrationCompiler(aws).TryCompile(
            context.Substitute(integration.Uri ?? string.Empty),
            context.Substitute(integration.Credentials ?? string.Empty),
            parameters,
            found => new AwsSettings
            {
                Service = found.Service,
                Endpoint = found.Endpoint,
                Request = found.Request,
                Credentials = found.Credentials,
                Method = integration.HttpMethod is { Length: > 0 } method && method != "ANY" ? method : null,
                Timeout = TimeSpan.FromMilliseconds(integration.TimeoutInMillis),
                PayloadBytes = services.Settings.PayloadBytes,
                ApiId = context.ApiId,
                SourceArn = $"arn:aws:execute-api:{context.Scope.Region}:{context.Scope.Account}:"
                    + $"{context.ApiId}/{context.Stage.StageName}/{verb}{path}",
            },
            out error);
    }
}
