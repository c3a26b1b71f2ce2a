using System.Collections.Immutable;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGatewayV2;

/// <summary>
/// The error envelopes of <c>apigatewayv2</c> (http-api §1.1, §1.2); texts stand where they are decided.
/// </summary>
internal static class ApiGatewayV2Faults
{
    public static ServiceFaultException BadRequest(string message) => ApiGatewayFaults.BadRequest(message);

    public static ServiceFaultException Conflict(string message) => ApiGatewayFaults.Conflict(message);

    /// <param name="message">What is told.</param>
    /// <param name="resourceType">What is missing; the words are unconfirmed.</param>
    public static ServiceFaultException NotFound(string message, string resourceType) =>
        new("NotFoundException", 404, message) { Members = One("resourceType", resourceType) };

    /// <summary>A quota is used up. The service has no other 429 than this one; the text follows version 1's.</summary>
    /// <param name="entities">The plural with a capital, as <c>Routes</c>.</param>
    /// <param name="owner">What has too many: <c>API</c>, <c>account</c>, <c>domain name</c>.</param>
    public static ServiceFaultException LimitExceeded(string entities, string owner = "API") => new(
        "TooManyRequestsException",
        429,
        $"Maximum number of {entities} for this {owner} has been reached.  "
        + $"Please contact AWS if you need additional {entities}.")
    {
        Members = One("limitType", entities),
    };

    /// <summary>Also for the id of a REST API.</summary>
    public static ServiceFaultException NoApi(string account, string apiId) =>
        NotFound($"Invalid API identifier specified {account}:{apiId}", "Api");

    /// <summary>A child of an API; whether the account stands before the id is unconfirmed.</summary>
    /// <param name="kind">As <c>Route</c>.</param>
    /// <param name="id">What the caller named.</param>
    public static ServiceFaultException NoPart(string kind, string id) =>
        NotFound($"Invalid {kind} identifier specified {id}", kind);

    public static ServiceFaultException NoStage() => NotFound("Invalid stage identifier specified", "Stage");

    /// <summary>The text is unconfirmed, as is the next.</summary>
    public static ServiceFaultException NoDomain() =>
        NotFound("The domain name resource specified in the request was not found.", "DomainName");

    public static ServiceFaultException NoMapping() =>
        NotFound("The api mapping resource specified in the request was not found.", "ApiMapping");

    /// <summary>A member that only WebSocket APIs know (http-api §2). The text follows that of execution logs.</summary>
    /// <param name="what">The plural or a mass noun, with a capital.</param>
    public static ServiceFaultException NotOnHttp(string what) =>
        BadRequest($"{what} not supported on protocolType HTTP");

    private static ImmutableSortedDictionary<string, string> One(string name, string value) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(name, value);
}
