using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Integrations.Services;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Makes a service call of an integration with a subtype (http-api §9).</summary>
internal sealed class ServiceIntegrationCompiler(HttpStageContext context, IntegrationServices services)
{
    private const string Configuration = "Execution failed due to configuration error: ";

    public IRouteStep Compile(IntegrationV2Document integration, string subtype)
    {
        if (!IntegrationSubtypes.All.TryGetValue(subtype, out var form)
            || !ServiceOperations.All.TryGetValue(subtype, out var operation))
        {
            return Refuse($"the integration subtype {subtype} does not exist");
        }

        if (services.Aws is not { } aws)
        {
            return Refuse("calls to AWS services are not configured");
        }

        var parameters = ParametersOf(integration, form);
        if (form.Required.FirstOrDefault(name => parameters.All(one => one.Name != name)) is { } missing)
        {
            return Refuse($"the parameter {missing} of {subtype} is missing");
        }

        return CompileCall(integration, operation, parameters, aws);
    }

    private IRouteStep CompileCall(
        IntegrationV2Document integration, ServiceOperation operation, ServiceParameter[] parameters, AwsServices aws)
    {
        var region = Array.Find(parameters, static one => one.Name == ServiceIntegration.Region)?.Source;
        var uri = UriOf(operation, (region as LiteralSource)?.Text ?? context.Scope.Region);
        if (AwsEndpoint.TryResolve(aws.Map, operation.Service, uri, out var error) is not { } endpoint)
        {
            return Refuse(error!);
        }

        var credentials = new AwsIntegrationCompiler(aws).TryFindCredentials(
            context.Substitute(integration.CredentialsArn ?? string.Empty), operation.Service, uri, endpoint, out error);
        if (credentials is null)
        {
            return Refuse(error!);
        }

        return new ServiceIntegration(
            new ServiceSettings
            {
                Operation = operation,
                Parameters = parameters,
                Endpoint = endpoint,
                EndpointIn = region is null or LiteralSource
                    ? null
                    : name => AwsEndpoint.TryResolve(aws.Map, operation.Service, UriOf(operation, name), out _),
                Credentials = credentials,
                Timeout = TimeSpan.FromMilliseconds(integration.TimeoutInMillis),
                PayloadBytes = services.Settings.PayloadBytes,
                ApiId = context.ApiId,
            },
            aws);
    }

    private static AwsUri UriOf(ServiceOperation operation, string region) =>
        new("aws", region, Subdomain: null, operation.Service.Name, IsAction: true, string.Empty);

    private static RefusalGuard Refuse(string why) => new(ApiFault.InternalError, Configuration + why);

    private ServiceParameter[] ParametersOf(IntegrationV2Document integration, IntegrationSubtype form)
    {
        var sources = new MappingSourceCompiler(context.Variables, isAnswer: false);
        var parameters = new List<ServiceParameter>();
        foreach (var name in form.Required.Concat(form.Optional))
        {
            if (integration.RequestParameters?.GetValueOrDefault(name) is { } text)
            {
                parameters.Add(new ServiceParameter(name, sources.Compile(text), text, form.Required.Contains(name)));
            }
        }

        return [.. parameters];
    }
}
