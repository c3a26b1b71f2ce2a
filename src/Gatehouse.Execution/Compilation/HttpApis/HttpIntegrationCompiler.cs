using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Integrations;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.Compilation.HttpApis;

/// <summary>Makes the last step of a route of its integration. What cannot work refuses, and says why.</summary>
internal sealed class HttpIntegrationCompiler(
    HttpStageContext context, IntegrationServices services, VpcLinkCatalog links)
{
    /// <summary>Credentials that mean: call as the caller (http-api §3.4).</summary>
    private const string CallersOwn = "arn:aws:iam::*:user/*";

    private const string Configuration = "Execution failed due to configuration error: ";

    public IRouteStep Compile(IntegrationV2Document integration, HttpRouteKey key, string[] variables) =>
        integration switch
        {
            { IntegrationType: "AWS_PROXY", IntegrationSubtype: { Length: > 0 } subtype } =>
                new ServiceIntegrationCompiler(context, services).Compile(integration, subtype),
            { IntegrationType: "AWS_PROXY" } => CompileFunction(integration, key),
            { IntegrationType: "HTTP_PROXY", ConnectionType: IntegrationV2Document.VpcLink } =>
                CompilePrivate(integration),
            { IntegrationType: "HTTP_PROXY" } => CompilePublic(integration, key, variables),
            _ => Refuse($"the integration type {integration.IntegrationType} is none of an HTTP API"),
        };

    private static RefusalGuard Refuse(string why) => new(ApiFault.InternalError, Configuration + why);

    private IRouteStep CompileFunction(IntegrationV2Document integration, HttpRouteKey key)
    {
        var uri = context.Substitute(integration.IntegrationUri ?? string.Empty);
        if (!FunctionTarget.TryParseArn(uri, out var function)
            && !FunctionTarget.TryParse(uri, context.Scope, out function))
        {
            return Refuse("the integration's URI names no Lambda function");
        }

        if (integration.CredentialsArn == CallersOwn)
        {
            return Refuse("the caller's own credentials are not used for functions yet");
        }

        // Which account owns the function is the policy's affair; one chosen by a stage variable must be the API's own.
        if (function.Account != context.Scope.Account
            && (integration.IntegrationUri ?? string.Empty).Contains("${stageVariables.", StringComparison.Ordinal))
        {
            return Refuse("a function that a stage variable names must be in the API's account");
        }

        return new FunctionIntegration(
            new FunctionIntegrationSettings
            {
                Function = function,
                SourceArn = SourceArn(key),
                SourceAccount = context.Scope.Account,
                HasCredentials = !string.IsNullOrEmpty(integration.CredentialsArn),
                IsV2 = integration.PayloadFormatVersion == "2.0",
                Timeout = TimeoutOf(integration),
                Mappings = MappingsOf(integration),
            },
            services.Functions, services.FunctionAccess, services.Ids, services.Time);
    }

    /// <summary>With the route's template; for <c>$default</c> the key alone (http-api §7.1).</summary>
    private string SourceArn(HttpRouteKey key)
    {
        var stage = $"arn:aws:execute-api:{context.Scope.Region}:{context.Scope.Account}:{context.ApiStage}/";
        return key.IsDefault ? stage + HttpRouteKey.Default : $"{stage}{key.Method}{key.Path}";
    }

    private IRouteStep CompilePublic(IntegrationV2Document integration, HttpRouteKey key, string[] variables)
    {
        var text = context.Substitute(integration.IntegrationUri ?? string.Empty);
        if (!text.Contains("://", StringComparison.Ordinal) && text.Length > 0)
        {
            text = "http://" + text; // a stage variable may hold the host alone (http-api §8)
        }

        return BackendUri.TryCompile(text, variables, appendsPath: key.IsDefault) is { } uri
            ? new ProxyIntegration(
                new ProxySettings
                {
                    Uri = uri,
                    Method = MethodOf(integration),
                    Timeout = TimeoutOf(integration),
                    Mappings = MappingsOf(integration),
                },
                services.Upstream, services.Time)
            : Refuse("Invalid endpoint address");
    }

    private IRouteStep CompilePrivate(IntegrationV2Document integration)
    {
        var key = new StageKey(context.Scope, context.ApiStage);
        var id = context.Substitute(integration.ConnectionId ?? string.Empty);
        if (links.Find(key, id) is not { } link)
        {
            return new RefusalGuard(ApiFault.Unavailable, $"The VPC link '{id}' does not exist");
        }

        if (link.VpcLinkStatus != VpcLinkV2Document.Available)
        {
            return new RefusalGuard(
                ApiFault.Unavailable, $"The VPC link '{id}' is {link.VpcLinkStatus}: {link.VpcLinkStatusMessage}");
        }

        var uri = context.Substitute(integration.IntegrationUri ?? string.Empty);
        var backend = new PrivateBackendCompiler(services).TryCompile(
            uri, integration.TlsConfig?.ServerNameToVerify, integration.TlsConfig is not null, out var error);
        return backend is null
            ? new RefusalGuard(ApiFault.Unavailable, error!)
            : new ProxyIntegration(
                new ProxySettings
                {
                    Private = backend,
                    Method = MethodOf(integration),
                    Timeout = TimeoutOf(integration),
                    Mappings = MappingsOf(integration),
                },
                services.Upstream, services.Time);
    }

    private static string? MethodOf(IntegrationV2Document integration) =>
        integration.IntegrationMethod is { Length: > 0 } method && method != HttpRouteKey.Any ? method : null;

    private static TimeSpan TimeoutOf(IntegrationV2Document integration) =>
        TimeSpan.FromMilliseconds(integration.TimeoutInMillis);

    private RequestMappings? MappingsOf(IntegrationV2Document integration)
    {
        var rules = MappingRules.Compile(
            integration.RequestParameters, new MappingSourceCompiler(context.Variables, isAnswer: false),
            isAnswer: false);
        return rules.IsEmpty ? null : new RequestMappings(rules);
    }
}
