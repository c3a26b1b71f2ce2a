using System.Collections.Frozen;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Integrations.Aws;
using Gatehouse.Execution.Integrations.Function;
using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Integrations.Mock;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>The steps of a method's integration, by its type (sheet §5.1).</summary>
internal sealed class IntegrationCompiler(StageContext context, IntegrationServices services)
{
    private const string Configuration = "Execution failed due to configuration error: ";

    private static readonly FrozenSet<string> IllegalTargets = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id");

    private static readonly FrozenSet<string> IllegalAwsTargets = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "authorization", "connection", "expect", "proxy-authenticate", "te");

    private readonly MappingCompiler _mapping = new(context);
    private readonly FunctionCompiler _functions = new(context, services);
    private readonly RoleCompiler _roles = new(context, services);
    private readonly BackendAccessCompiler _access = new(context, services);

    public IRestStep[] Compile(string path, string verb, MethodDocument method)
    {
        if (method.MethodIntegration is not { } integration)
        {
            return Refuse("No integration defined for method");
        }

        if (!_mapping.TryCompileParameters(integration.RequestParameters, out var parameters, out var error))
        {
            return Refuse(error!);
        }

        if (FindIllegalTarget(parameters, integration.Type) is { } illegal)
        {
            return Refuse($"{illegal} header already present");
        }

        // Only a caller who signed can be called on for (sheet §5.3).
        var isCallers = integration.Type is "AWS" or "AWS_PROXY"
            && context.Substitute(integration.Credentials ?? string.Empty) == AwsIntegrationCompiler.CallersOwn;
        if (isCallers && (method.AuthorizationType != "AWS_IAM" || services.Iam is null))
        {
            return Refuse("the caller's own credentials can be passed on only where the method requires AWS_IAM");
        }

        return [.. _roles.Compile(path, verb, integration), .. CompileType(path, verb, method, integration, parameters)];
    }

    private IRestStep[] CompileType(
        string path, string verb, MethodDocument method, IntegrationDocument integration, ParameterMapping parameters) =>
        integration.Type switch
        {
            "MOCK" => CompileMock(method, integration),
            "HTTP_PROXY" or "HTTP" => CompileHttp(method, integration, parameters),
            "AWS_PROXY" => _functions.CompileProxy(path, verb, integration, parameters),
            "AWS" => CompileAws(path, verb, method, integration, parameters),
            _ => Refuse($"the integration type {integration.Type} is unknown"),
        };

    private static IRestStep[] Refuse(string detail) =>
        [new RefusalStep(GatewayFaults.ApiConfigurationError, Configuration + detail)];

    private static string? FindIllegalTarget(ParameterMapping parameters, string type)
    {
        foreach (var parameter in parameters.Parameters)
        {
            if (parameter.Target == ParameterTarget.Header
                && (IllegalTargets.Contains(parameter.Name)
                    || (type is "AWS" or "AWS_PROXY" && IllegalAwsTargets.Contains(parameter.Name))))
            {
                return parameter.Name;
            }
        }

        return null;
    }

    private IRestStep[] CompileMock(MethodDocument method, IntegrationDocument integration)
    {
        var templates = _mapping.CompileTemplates(integration.RequestTemplates);
        if (!_mapping.TryCompileResponses(method, integration, passesBody: false, out var responses, out var error))
        {
            return Refuse(error!);
        }

        IRestStep[] ordinary =
        [
            new BufferBodyStep(),
            new RequestMapping(
                ParameterMapping.Empty,
                templates,
                MappingCompiler.Passthrough(integration),
                MappingCompiler.Handling(integration.ContentHandling)),
            new MockIntegration(),
            responses,
        ];
        var folded = Fold(templates, responses);
        return folded.Length == 0 ? ordinary : [new FoldedMock(templates, folded, ordinary)];
    }

    /// <summary>
    /// The outcomes that can be worked out now: a template without references, and an answer without any.
    /// </summary>
    private FoldedOutcome[] Fold(TemplateSet templates, ResponseMapping responses)
    {
        var outcomes = new List<FoldedOutcome>();
        foreach (var entry in templates.Entries)
        {
            if (entry.Template?.Constant is { } document
                && LenientStatusCode.Read(document.Span) is { } status
                && responses.Select(status.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    ?.Prepare(context.BinaryMediaTypes.IsDefined) is { } answers)
            {
                outcomes.Add(new FoldedOutcome(entry, answers));
            }
        }

        return [.. outcomes];
    }

    private IRestStep[] CompileHttp(MethodDocument method, IntegrationDocument integration, ParameterMapping parameters)
    {
        if (!_access.TryFindRoute(integration, out var route, out var error))
        {
            return Refuse(error!);
        }

        var tls = _access.TlsOf(integration, out var tlsError);
        if (UriPlan.TryCompile(_access.UriOf(integration), parameters, tls, route) is not { } uri)
        {
            return Refuse("Invalid endpoint address");
        }

        if (uri.IsTls && tlsError is not null)
        {
            return Refuse(tlsError);
        }

        var settings = HttpSettingsOf(method, integration, uri);
        if (integration.Type == "HTTP_PROXY")
        {
            var proxy = new HttpProxy(settings, parameters, services.Upstream, services.Time);
            return parameters.ReadsBody ? [new BufferBodyStep(), proxy] : [proxy];
        }

        return _mapping.TryCompileResponses(method, integration, passesBody: true, out var responses, out error)
            ?
            [
                new BufferBodyStep(),
                RequestMappingOf(integration, parameters),
                new HttpMapped(settings, services.Upstream, services.Time),
                responses,
            ]
            : Refuse(error!);
    }

    private HttpSettings HttpSettingsOf(MethodDocument method, IntegrationDocument integration, UriPlan uri)
    {
        var timeout = TimeSpan.FromMilliseconds(integration.TimeoutInMillis);
        var isStream = integration.ResponseTransferMode == "STREAM";
        return new HttpSettings
        {
            Uri = uri,
            Method = integration.HttpMethod is { Length: > 0 } verb && verb != "ANY" ? verb : null,
            Timeout = timeout,
            // Differs from AWS: a BUFFERED answer larger than 10 MB flows instead of failing, so its total is not bound
            // by the method's timeout; the silence between two pieces is.
            StreamTimeouts = isStream
                ? new UpstreamTimeouts(
                    timeout, context.EndpointType == "EDGE" ? HttpLimits.EdgeStreamIdle : HttpLimits.StreamIdle)
                : new UpstreamTimeouts(HttpLimits.StreamTotal, timeout),
            IsStream = isStream,
            UserAgent = "AmazonAPIGateway_" + context.ApiId,
            ApiId = context.ApiId,
            PayloadBytes = services.Settings.PayloadBytes,
            DropsAuthorization = method.AuthorizationType == "AWS_IAM",
        };
    }

    private IRestStep[] CompileAws(
        string path, string verb, MethodDocument method, IntegrationDocument integration, ParameterMapping parameters)
    {
        if (!_functions.TryCompileCaller(path, verb, integration, out var caller))
        {
            return CompileService(path, verb, method, integration, parameters);
        }

        return _mapping.TryCompileResponses(method, integration, passesBody: true, out var responses, out var error)
            ? [new BufferBodyStep(), RequestMappingOf(integration, parameters), new FunctionMapped(caller!, services.Events), responses]
            : Refuse(error!);
    }

    private IRestStep[] CompileService(
        string path, string verb, MethodDocument method, IntegrationDocument integration, ParameterMapping parameters)
    {
        if (FunctionTarget.TryParse(context.Substitute(integration.Uri ?? string.Empty), context.Scope, out _))
        {
            return Refuse("a Lambda function is invoked by POST only");
        }

        return new AwsServiceCompiler(context, services)
                .TryCompile(path, verb, integration, parameters, out var error) is { } service
            && _mapping.TryCompileResponses(method, integration, passesBody: true, out var responses, out error)
                ? [new BufferBodyStep(), RequestMappingOf(integration, parameters), service, responses]
                : Refuse(error!);
    }

    private RequestMapping RequestMappingOf(IntegrationDocument integration, ParameterMapping parameters) => new(
        parameters,
        _mapping.CompileTemplates(integration.RequestTemplates),
        MappingCompiler.Passthrough(integration),
        MappingCompiler.Handling(integration.ContentHandling));
}
