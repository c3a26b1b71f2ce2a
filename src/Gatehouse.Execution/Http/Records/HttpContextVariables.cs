using System.Collections.Frozen;
using System.Globalization;
using Gatehouse.Execution.Records;

namespace Gatehouse.Execution.Http.Records;

/// <summary>
/// The <c>$context</c> variables of HTTP APIs (http-api §18), for access logs and parameter mappings alike. What only REST
/// APIs have is not here and prints as a hyphen.
/// </summary>
internal static class HttpContextVariables
{
    private const string AuthorizerPrefix = "authorizer.";

    private static readonly FrozenDictionary<string, OutcomeReader<HttpOutcome>> Readers =
        new Dictionary<string, OutcomeReader<HttpOutcome>>
        {
            ["accountId"] = static (in o) => o.Request.Stage.Scope.Account,
            ["apiId"] = static (in o) => o.Request.Stage.ApiId,
            ["authorizer.error"] = static (in o) => o.Call?.AuthorizerError,
            ["awsEndpointRequestId"] = static (in o) => o.Call?.Endpoint.AwsRequestId,
            ["awsEndpointRequestId2"] = static (in o) => o.Call?.Endpoint.AwsExtendedId,
            // The root mapping prints as a hyphen (unconfirmed).
            ["customDomain.basePathMatched"] = static (in o) => o.Request.BasePath,
            ["dataProcessed"] = static (in o) => o.IsFinished ? Count(o.DataProcessed) : null,
            ["domainName"] = static (in o) => o.Request.DomainName,
            ["domainPrefix"] = static (in o) => o.Request.DomainPrefix,
            ["error.message"] = static (in o) => o.Fault?.Message,
            ["error.messageString"] = static (in o) => o.Fault is { } fault ? $"\"{fault.Message}\"" : null,
            ["error.responseType"] = static (in o) => o.Fault?.ResponseType,
            ["extendedRequestId"] = static (in o) => o.Request.RequestId,
            ["httpMethod"] = static (in o) => o.Request.Verb,
            ["identity.accountId"] = static (in o) => o.Call?.Caller?.Identity?.AccountId,
            ["identity.caller"] = static (in o) => o.Call?.Caller?.Identity?.CallerId,
            ["identity.clientCert.clientCertPem"] = static (in o) => o.Request.ClientCertificate?.Pem,
            ["identity.clientCert.subjectDN"] = static (in o) => o.Request.ClientCertificate?.SubjectName,
            ["identity.clientCert.issuerDN"] = static (in o) => o.Request.ClientCertificate?.IssuerName,
            ["identity.clientCert.serialNumber"] = static (in o) => o.Request.ClientCertificate?.SerialNumber,
            ["identity.clientCert.validity.notBefore"] = static (in o) => o.Request.ClientCertificate?.NotBefore,
            ["identity.clientCert.validity.notAfter"] = static (in o) => o.Request.ClientCertificate?.NotAfter,
            ["identity.cognitoAuthenticationProvider"] = static (in o) =>
                o.Call?.Caller?.Identity?.Cognito?.AuthenticationProvider,
            ["identity.cognitoAuthenticationType"] = static (in o) =>
                o.Call?.Caller?.Identity?.Cognito?.AuthenticationType,
            ["identity.cognitoIdentityId"] = static (in o) => o.Call?.Caller?.Identity?.Cognito?.IdentityId,
            ["identity.cognitoIdentityPoolId"] = static (in o) =>
                o.Call?.Caller?.Identity?.Cognito?.IdentityPoolId,
            ["identity.principalOrgId"] = static (in o) => o.Call?.Caller?.Identity?.PrincipalOrgId,
            ["identity.sourceIp"] = static (in o) => o.Request.SourceIp,
            ["identity.user"] = static (in o) => o.Call?.Caller?.Identity?.UserId,
            ["identity.userAgent"] = static (in o) => o.Request.UserAgent,
            ["identity.userArn"] = static (in o) => o.Call?.Caller?.Identity?.UserArn,
            ["integration.error"] = static (in o) => IntegrationError(o),
            ["integration.integrationStatus"] = static (in o) => Number(o.Call?.Endpoint.ServiceStatus),
            ["integration.latency"] = static (in o) => IntegrationLatency(o),
            ["integration.requestId"] = static (in o) => o.Call?.Endpoint.AwsRequestId,
            ["integration.status"] = static (in o) => Number(o.Call?.Endpoint.Status),
            ["integrationErrorMessage"] = static (in o) => IntegrationError(o),
            ["integrationLatency"] = static (in o) => IntegrationLatency(o),
            ["integrationStatus"] = static (in o) => Number(o.Call?.Endpoint.ServiceStatus),
            ["path"] = static (in o) => o.Request.ClientPath,
            // Always, even for HTTP/2 clients (http-api §6.1).
            ["protocol"] = static (in _) => "HTTP/1.1",
            ["requestId"] = static (in o) => o.Request.RequestId,
            ["requestTime"] = static (in o) => o.Request.RequestTime,
            ["requestTimeEpoch"] = static (in o) => o.Request.TimeEpochText, // ms, as in events (the guide does not say)
            ["responseLatency"] = static (in o) => o.IsFinished ? Milliseconds(o.LatencyMs) : null,
            ["responseLength"] = static (in o) => o.IsFinished ? Count(o.Length) : null,
            ["routeKey"] = static (in o) => o.Call?.Route.Key,
            ["stage"] = static (in o) => o.Request.Stage.StageName,
            ["status"] = static (in o) => o.IsFinished ? Number(o.Status) : null,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What never needs escaping: numbers, or text that is JSON already.</summary>
    private static readonly FrozenSet<string> Plain = FrozenSet.Create(
        StringComparer.Ordinal,
        "dataProcessed", "error.messageString", "integration.integrationStatus", "integration.latency",
        "integration.status", "integrationLatency", "integrationStatus", "requestTimeEpoch", "responseLatency",
        "responseLength", "status");

    /// <summary>For access logs; parameter mappings ask <see cref="Find"/> alone.</summary>
    public static OutcomeVariable<HttpOutcome> FindVariable(string name) => new(Find(name), Plain.Contains(name));

    /// <returns><see langword="null"/> for a variable that is never set.</returns>
    public static OutcomeReader<HttpOutcome>? Find(string name)
    {
        if (Readers.TryGetValue(name, out var reader))
        {
            return reader;
        }

        if (!name.StartsWith(AuthorizerPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        // Claims and the values of a Lambda authorizer's context: what they are called is the authorizer's affair.
        var property = name[AuthorizerPrefix.Length..];
        return (in o) => o.Call?.Caller?.Find(property);
    }

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) =>
        ((long)Math.Round(value)).ToString(CultureInfo.InvariantCulture);

    private static string? IntegrationLatency(in HttpOutcome outcome) =>
        outcome.Call?.IntegrationLatency is { } latency ? Milliseconds(latency.TotalMilliseconds) : null;

    /// <summary>Only a fault of the integration is its error; a refused request never came so far.</summary>
    private static string? IntegrationError(in HttpOutcome outcome) =>
        outcome is { Fault: not null, Call.IsIntegrationAttempted: true } ? outcome.Detail : null;
}
