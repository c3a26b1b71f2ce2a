using Gatehouse.Execution.Authorizers.Iam;
using Gatehouse.Execution.Compression;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Authorization;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Lists a method's steps in AWS's order (sheet §3). What the method does not use is left out.</summary>
internal sealed class MethodCompiler(StageContext context, IntegrationServices services)
{
    private const string RequestPrefix = "method.request.";

    private readonly IntegrationCompiler _integrations = new(context, services);
    private readonly ModelCompiler _models = new(context);
    private readonly ThrottlingCompiler _throttling = new(context, services.Throttling);
    private readonly CachingCompiler _caching = new(context, services);
    private readonly AuthorizerCompiler _authorizers = new(context, services.Authorizers);
    private readonly RecordsCompiler _records = new(services.Meters, context);

    /// <param name="resource">Whose method it is.</param>
    /// <param name="path">The resource's template.</param>
    /// <param name="verb">As declared; may be <c>ANY</c>.</param>
    /// <param name="method">The method.</param>
    /// <param name="settingVerb">
    /// The one verb of an ANY method that this plan is for, because a setting names it; <see langword="null"/> otherwise.
    /// </param>
    public MethodPlan Compile(
        ResourceDocument resource, string path, string verb, MethodDocument method, string? settingVerb = null)
    {
        var named = settingVerb ?? verb;
        var setting = context.MethodSettings.Find(path, named, verb == "ANY");
        var trace = RecordsCompiler.TraceOf(setting);
        List<IRestStep> steps =
        [
            .. context.IsTest ? [] : Guards(path, verb, method, _throttling.RateOf(path, named, setting)),
            .. TraceStart(trace, method),
            .. ParameterValidation(method), // BAD_REQUEST_PARAMETERS
            .. BodyValidation(method),      // BAD_REQUEST_BODY
            .. TraceValidated(trace, method),
            // UNSUPPORTED_MEDIA_TYPE, ACCESS_DENIED, INTEGRATION_*, API_*
            .. _caching.Wrap(resource, path, verb, method, _integrations.Compile(path, verb, method)),
            .. Compression(method),
        ];
        return new MethodPlan
        {
            ResourceId = resource.Id,
            ResourcePath = path,
            OperationName = method.OperationName,
            DeclaredVerb = verb,
            Trace = trace,
            Meter = _records.MeterOf(path, named, setting),
            IsStreamed = method.MethodIntegration?.ResponseTransferMode == "STREAM",
            Family = method.MethodIntegration?.Type switch
            {
                "AWS_PROXY" => HeaderFamily.Function,
                "HTTP_PROXY" => HeaderFamily.HttpProxy,
                _ => HeaderFamily.Http,
            },
            Steps = [.. steps],
        };
    }

    /// <summary>What may turn a caller away before the method begins.</summary>
    private IEnumerable<IRestStep> Guards(
        string path, string verb, MethodDocument method, Throttling.MethodRate? rate) =>
    [
        .. MethodArn(method),           // 414
        .. ResourcePolicy(method),      // ACCESS_DENIED
        .. Authorization(method),       // UNAUTHORIZED, MISSING_AUTHENTICATION_TOKEN, AUTHORIZER_*
        .. _throttling.Compile(path, verb, method, rate), // INVALID_API_KEY, THROTTLED, QUOTA_EXCEEDED
    ];

    private InvokeRule Rule => field ??= MakeRule();

    private bool HasPolicy => !string.IsNullOrWhiteSpace(context.Definition.Api.Policy);

    private IEnumerable<IRestStep> MethodArn(MethodDocument method)
    {
        if (method.AuthorizationType != "NONE" || HasPolicy || context.EndpointType == "PRIVATE")
        {
            yield return new MethodArnStep();
        }
    }

    /// <summary>What the resource policy decides by itself, before anybody else is asked (security §4.2).</summary>
    private IEnumerable<IRestStep> ResourcePolicy(MethodDocument method)
    {
        if (context.EndpointType == "PRIVATE")
        {
            // Only endpoints lead there; without a policy every call of one is denied (sheet §16.1).
            yield return HasPolicy ? new EndpointStep() : new PolicyRefusalStep();
        }

        if (!HasPolicy)
        {
            yield break;
        }

        if (Rule.Policy is null)
        {
            yield return NotBuilt("The resource policy cannot be understood");
        }
        else if (method.AuthorizationType == "NONE")
        {
            yield return new ResourcePolicyStep(Rule, ResourcePolicyPhase.Whole);
        }
        else if (method.AuthorizationType == "CUSTOM")
        {
            yield return new ResourcePolicyStep(Rule, ResourcePolicyPhase.BeforeAuthorizer);
        }
    }

    private InvokeRule MakeRule() => new()
    {
        Scope = context.Scope,
        ApiId = context.ApiId,
        StageName = context.Stage.StageName,
        Policy = HasPolicy
            && PolicyPlan.TryCompile(context.Definition.Api.Policy!, PolicyKind.Resource, out var plan, out _)
            ? plan
            : null,
        Time = services.Time,
        Identities = services.Iam,
    };

    /// <summary>What would guard a method and is not built lets nobody through.</summary>
    private static RefusalStep NotBuilt(string detail) => new(GatewayFaults.AuthorizerConfigurationError, detail);

    private IEnumerable<IRestStep> Authorization(MethodDocument method)
    {
        switch (method.AuthorizationType)
        {
            case "NONE":
                break;
            case "AWS_IAM":
                // Decides by the resource policy and the caller's own together.
                yield return new IamSignatureStep(Rule);
                break;
            case "CUSTOM" or "COGNITO_USER_POOLS":
                // A step of the resource policy follows that decides where the authorizer is silent.
                foreach (var step in _authorizers.Compile(method, isSilenceDecidedLater: HasPolicy))
                {
                    yield return step;
                }

                if (HasPolicy)
                {
                    // A token says who, never what for: the policy must allow by itself (security §4.2).
                    yield return new ResourcePolicyStep(
                        Rule,
                        method.AuthorizationType == "CUSTOM"
                            ? ResourcePolicyPhase.AfterAuthorizer
                            : ResourcePolicyPhase.Whole);
                }

                break;
            default:
                yield return NotBuilt($"The authorization type {method.AuthorizationType} is unknown");
                break;
        }
    }

    /// <summary>The execution log's head stands here (sheet §3, evidence); with data trace it shows the body.</summary>
    private static IEnumerable<IRestStep> TraceStart(Records.TraceDetail? trace, MethodDocument method)
    {
        if (trace is { } detail)
        {
            if (detail == Records.TraceDetail.Full)
            {
                yield return new BufferBodyStep();
            }

            yield return new Records.TraceStartStep(isKeyless: !method.ApiKeyRequired);
        }
    }

    private IEnumerable<IRestStep> TraceValidated(Records.TraceDetail? trace, MethodDocument method)
    {
        if (trace == Records.TraceDetail.Full && Validator(method) is not null)
        {
            yield return new Records.TraceValidatedStep();
        }
    }

    private IEnumerable<IRestStep> Compression(MethodDocument method)
    {
        // STREAM answers are never encoded by the gateway (sheet §5.14).
        if (context.Definition.Api.MinimumCompressionSize is { } minimumBytes
            && method.MethodIntegration?.ResponseTransferMode != "STREAM")
        {
            yield return new CompressResponseStep(minimumBytes);
        }
    }

    private RequestValidatorDocument? Validator(MethodDocument method) =>
        context.Definition.RequestValidators.FirstOrDefault(v => v.Id == method.RequestValidatorId);

    private IEnumerable<IRestStep> ParameterValidation(MethodDocument method)
    {
        if (!string.IsNullOrEmpty(method.RequestValidatorId) && Validator(method) is null)
        {
            yield return new RefusalStep(
                GatewayFaults.ApiConfigurationError,
                $"The method names the request validator {method.RequestValidatorId}, which does not exist");
            yield break;
        }

        if (Validator(method) is not { ValidateRequestParameters: true }
            || method.RequestParameters is not { } declared)
        {
            yield break; // without a validator the flags are documentation only (sheet §4.2)
        }

        // The documents keep their keys sorted: header, path, querystring, each alphabetical (sheet §4.2).
        var required = declared.Where(static entry => entry.Value).Select(entry => new RequiredParameter(
            NameOf(entry.Key),
            context.Expressions.Compile(entry.Key)
                ?? throw new StageCompilationException($"{entry.Key} is no request parameter."))).ToArray();
        if (required.Length > 0)
        {
            yield return new RequiredParametersStep(required);
        }
    }

    private IEnumerable<IRestStep> BodyValidation(MethodDocument method)
    {
        if (Validator(method) is { ValidateRequestBody: true } && method.RequestModels is { IsEmpty: false } models)
        {
            yield return new Validation.BodyValidationStep(_models.Compile(models));
        }
    }

    /// <summary>The name after <c>method.request.{location}.</c>; it may hold dots.</summary>
    private static string NameOf(string key)
    {
        var name = key[RequestPrefix.Length..];
        return name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
    }
}
