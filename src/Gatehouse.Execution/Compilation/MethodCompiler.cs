using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Gatehouse.Execution.Rest.Steps;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Lists a method's steps in AWS's order (sheet §3). What the method does not use is left out.</summary>
internal sealed class MethodCompiler(StageContext context, IntegrationServices services)
{
    private const string RequestPrefix = "method.request.";

    private readonly IntegrationCompiler _integrations = new(context, services);

    public MethodPlan Compile(ResourceDocument resource, string path, string verb, MethodDocument method)
    {
        List<IRestStep> steps =
        [
            .. ResourcePolicy(),            // ACCESS_DENIED
            .. Authorization(method),       // UNAUTHORIZED, MISSING_AUTHENTICATION_TOKEN, AUTHORIZER_*
            .. ApiKey(method),              // INVALID_API_KEY
            .. ParameterValidation(method), // BAD_REQUEST_PARAMETERS
            .. BodyValidation(method),      // BAD_REQUEST_BODY
            .. _integrations.Compile(path, verb, method), // UNSUPPORTED_MEDIA_TYPE, INTEGRATION_*, API_*
        ];
        return new MethodPlan
        {
            ResourceId = resource.Id,
            ResourcePath = path,
            OperationName = method.OperationName,
            Family = method.MethodIntegration?.Type switch
            {
                "AWS_PROXY" => HeaderFamily.Function,
                "HTTP_PROXY" => HeaderFamily.HttpProxy,
                _ => HeaderFamily.Http,
            },
            Steps = [.. steps],
        };
    }

    private IEnumerable<IRestStep> ResourcePolicy()
    {
        // A PRIVATE API without a policy denies every call too (sheet §16.1).
        if (!string.IsNullOrWhiteSpace(context.Definition.Api.Policy) || context.EndpointType == "PRIVATE")
        {
            yield return new PolicyRefusalStep();
        }
    }

    private IEnumerable<IRestStep> Authorization(MethodDocument method)
    {
        switch (method.AuthorizationType)
        {
            case "NONE":
                break;
            case "AWS_IAM":
                yield return new IamSignatureStep();
                break;
            case "CUSTOM" or "COGNITO_USER_POOLS":
                var authorizer = context.Definition.Authorizers.FirstOrDefault(a => a.Id == method.AuthorizerId);
                if (authorizer is not null && IdentitySources(authorizer) is { Length: > 0 } sources)
                {
                    yield return new IdentitySourceStep(sources, authorizer.Name);
                }

                yield return new RefusalStep(
                    GatewayFaults.AuthorizerConfigurationError,
                    authorizer is null
                        ? $"The method names the authorizer {method.AuthorizerId}, which does not exist"
                        : $"Authorizers of type {authorizer.Type} are not built yet");
                break;
            default:
                yield return new RefusalStep(
                    GatewayFaults.ApiConfigurationError,
                    $"The authorization type {method.AuthorizationType} is unknown");
                break;
        }
    }

    private ValueExpression[] IdentitySources(AuthorizerDocument authorizer)
    {
        var text = authorizer.IdentitySource;
        if (string.IsNullOrWhiteSpace(text))
        {
            // TOKEN and Cognito authorizers need one; REQUEST without caching does not.
            return authorizer.Type == "REQUEST" ? [] : [new HeaderValue("Authorization", isMultiple: false)];
        }

        // A source that is no expression can never be present: the call is refused, not let through.
        return
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(source => context.Expressions.Compile(source) ?? new AbsentValue()),
        ];
    }

    private static IEnumerable<IRestStep> ApiKey(MethodDocument method)
    {
        if (method.ApiKeyRequired)
        {
            yield return new RefusalStep(
                GatewayFaults.InvalidApiKey,
                "The method requires an API key, and none can be valid: keys are not built yet");
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
            yield return new BodyModelStep(models);
        }
    }

    /// <summary>The name after <c>method.request.{location}.</c>; it may hold dots.</summary>
    private static string NameOf(string key)
    {
        var name = key[RequestPrefix.Length..];
        return name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
    }
}
