using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGateway;

/// <summary>
/// The error envelopes of <c>apigateway</c> (rest-control-plane §1.7); texts stand where they are decided.
/// </summary>
internal static class ApiGatewayFaults
{
    public static ServiceFaultException BadRequest(string message) => new("BadRequestException", 400, message);

    public static ServiceFaultException NotFound(string message) => new("NotFoundException", 404, message);

    public static ServiceFaultException Conflict(string message) => new("ConflictException", 409, message);

    /// <summary>A role of another account (§1.7).</summary>
    public static ServiceFaultException CrossAccountRole() =>
        new("AccessDeniedException", 403, "Cross-account pass role is not allowed.");

    /// <param name="entities">The plural with a capital, as <c>Resources</c>.</param>
    public static ServiceFaultException LimitExceeded(string entities) => new(
        "LimitExceededException",
        429,
        $"Maximum number of {entities} for this API has been reached.  "
        + $"Please contact AWS if you need additional {entities}.");

    public static ServiceFaultException ApisExceeded() => new(
        "LimitExceededException",
        429,
        "Maximum number of APIs for this account has been reached.  Please contact AWS if you need additional APIs.");

    /// <param name="entities">The plural with capitals, as <c>VPC Links</c>. The text follows that of APIs.</param>
    public static ServiceFaultException AccountLimitExceeded(string entities) => new(
        "LimitExceededException",
        429,
        $"Maximum number of {entities} for this account has been reached.  "
        + $"Please contact AWS if you need additional {entities}.");

    public static ServiceFaultException NoVpcLink() => NotFound("Invalid Vpc Link identifier specified");

    /// <summary>The text is unconfirmed (§1.8).</summary>
    public static ServiceFaultException NoClientCertificate() =>
        NotFound("Invalid Client Certificate identifier specified");

    /// <summary>§1.8, for the API itself and its flat child collections.</summary>
    public static ServiceFaultException NoApi(string account, string apiId) =>
        NotFound($"Invalid API identifier specified {account}:{apiId}");

    /// <summary>§1.8: also said for a wrong API id, on everything below a resource.</summary>
    public static ServiceFaultException NoResource() => NotFound("Invalid Resource identifier specified");

    public static ServiceFaultException NoMethod() => NotFound("Invalid Method identifier specified");

    public static ServiceFaultException NoIntegration() => NotFound("Invalid Integration identifier specified");

    /// <summary>Both the method's and the integration's (§1.8).</summary>
    public static ServiceFaultException NoResponse() => NotFound("Invalid Response status code specified");

    public static ServiceFaultException NoStage() => NotFound("Invalid stage identifier specified");

    public static ServiceFaultException NoDeployment() => NotFound("Invalid Deployment identifier specified");

    public static ServiceFaultException NoAuthorizer() => NotFound("Invalid Authorizer identifier specified");

    public static ServiceFaultException NoModel(string name) => NotFound($"Invalid model name specified: {name}");

    public static ServiceFaultException NoRequestValidator() =>
        NotFound("Invalid Request Validator identifier specified");
}
