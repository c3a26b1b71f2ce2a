using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Models;

namespace Gatehouse.Services.ApiGateway.Methods;

/// <summary>
/// What a method may say of its verb, authorization, models and validator (rest-control-plane §1.9, §2.4).
/// </summary>
internal static class MethodRules
{
    private const string Verbs = "GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY";

    public static void CheckVerb(string verb)
    {
        if (!Verbs.Split(',').Contains(verb, StringComparer.Ordinal))
        {
            throw ApiGatewayFaults.BadRequest($"Invalid HttpMethod specified. Valid options are {Verbs}");
        }
    }

    /// <summary>Any case in, upper case out. The refusal's text is unconfirmed.</summary>
    public static string AuthorizationType(string text)
    {
        var type = text.ToUpperInvariant();
        return type is "NONE" or "AWS_IAM" or "CUSTOM" or "COGNITO_USER_POOLS"
            ? type
            : throw ApiGatewayFaults.BadRequest(
                "Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS");
    }

    /// <summary>Checks what the method names elsewhere in the API.</summary>
    public static async ValueTask CheckReferencesAsync(
        OpenedApi api, MethodDocument method, CancellationToken cancellationToken)
    {
        MappingExpressions.CheckMethodParameters(method.RequestParameters?.Keys ?? []);
        await CheckAuthorizerAsync(api, method, cancellationToken);
        await CheckModelsAsync(api, method.RequestModels?.Values ?? [], cancellationToken);
        if (method.RequestValidatorId is { } validator
            && await api.FindAsync<RequestValidatorDocument>(validator, cancellationToken) is null)
        {
            throw ApiGatewayFaults.BadRequest("Invalid Request Validator identifier specified");
        }
    }

    public static async ValueTask CheckModelsAsync(
        OpenedApi api, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
        {
            // Empty may be named even after it was deleted (§2.18).
            if (name != DefaultModels.Empty && await api.FindAsync<ModelDocument>(name, cancellationToken) is null)
            {
                throw ApiGatewayFaults.BadRequest($"Invalid model identifier specified: {name}");
            }
        }
    }

    private static async ValueTask CheckAuthorizerAsync(
        OpenedApi api, MethodDocument method, CancellationToken cancellationToken)
    {
        if (method.AuthorizationType is not ("CUSTOM" or "COGNITO_USER_POOLS"))
        {
            return;
        }

        var authorizer = method.AuthorizerId is { } id
            ? await api.FindAsync<AuthorizerDocument>(id, cancellationToken)
            : null;
        var isCognito = authorizer?.Value.Type == "COGNITO_USER_POOLS";
        if (authorizer is null || isCognito != (method.AuthorizationType == "COGNITO_USER_POOLS"))
        {
            throw ApiGatewayFaults.BadRequest(
                "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
                + "requires a valid authorizer.");
        }
    }
}
