using System.Collections.Frozen;
using System.Globalization;

namespace Gatehouse.Execution.Mapping;

internal delegate string? ContextReader(in MappingScope scope);

/// <summary>
/// The <c>$context</c> variables (sheet §6.4) that are known in this build, by their path after <c>context.</c>. Names
/// are case-sensitive; a name without a reader is unset, as on AWS.
/// </summary>
internal static class ContextVariables
{
    private const string AuthorizerPrefix = "authorizer.";

    private static readonly FrozenDictionary<string, ContextReader> Readers = new Dictionary<string, ContextReader>
    {
        ["accountId"] = static (in s) => s.Request.Stage.Scope.Account,
        ["apiId"] = static (in s) => s.Request.Stage.ApiId,
        ["deploymentId"] = static (in s) => s.Request.Stage.DeploymentId,
        ["domainName"] = static (in s) => s.Request.DomainName,
        ["domainPrefix"] = static (in s) => s.Request.DomainPrefix,
        ["error.message"] = static (in s) => s.Fault?.Message,
        ["error.messageString"] = static (in s) => s.Fault?.MessageString,
        ["error.responseType"] = static (in s) => s.Fault?.Row.Name,
        ["error.validationErrorString"] = static (in s) => s.Fault?.ValidationErrors,
        ["extendedRequestId"] = static (in s) => s.Request.ExtendedRequestId,
        ["httpMethod"] = static (in s) => s.Request.Verb,
        ["identity.accessKey"] = static (in s) => s.Call?.Signer?.AccessKeyId,
        ["identity.accountId"] = static (in s) => s.Request.Test?.Account ?? s.Call?.Signer?.Account,
        ["identity.apiKey"] = static (in s) =>
            s.Request.Test is null ? s.Call?.Usage?.KeyValue : TestInvocations.TestNames.ApiKey,
        ["identity.apiKeyId"] = static (in s) =>
            s.Request.Test is null ? s.Call?.Usage?.KeyId : TestInvocations.TestNames.ApiKeyId,
        ["identity.caller"] = static (in s) => s.Request.Test?.Account ?? s.Call?.Signer?.UserId,
        ["identity.clientCert.clientCertPem"] = static (in s) => s.Request.ClientCertificate?.Pem,
        ["identity.clientCert.subjectDN"] = static (in s) => s.Request.ClientCertificate?.SubjectName,
        ["identity.clientCert.issuerDN"] = static (in s) => s.Request.ClientCertificate?.IssuerName,
        ["identity.clientCert.serialNumber"] = static (in s) => s.Request.ClientCertificate?.SerialNumber,
        ["identity.clientCert.validity.notBefore"] = static (in s) => s.Request.ClientCertificate?.NotBefore,
        ["identity.clientCert.validity.notAfter"] = static (in s) => s.Request.ClientCertificate?.NotAfter,
        ["identity.principalOrgId"] = static (in s) => s.Call?.Signer?.OrganizationId,
        ["identity.user"] = static (in s) => s.Request.Test?.Account ?? s.Call?.Signer?.UserId,
        ["identity.userArn"] = static (in s) => s.Request.Test?.Arn ?? s.Call?.Signer?.Arn,
        ["identity.sourceIp"] = static (in s) => s.Request.SourceIp,
        ["identity.userAgent"] = static (in s) => s.Request.UserAgent,
        // Set only where the stage has a canary (sheet §6.4).
        ["isCanaryRequest"] = static (in s) => s.Request.Stage.IsCanary is { } isCanary
            ? isCanary ? "true" : "false"
            : null,
        ["operationName"] = static (in s) => s.Call?.Method.OperationName,
        ["path"] = static (in s) => s.Request.ContextPath,
        // Always HTTP/1.1, even when the client speaks HTTP/2 (sheet §1.1).
        ["protocol"] = static (in _) => "HTTP/1.1",
        ["requestId"] = static (in s) => s.Request.RequestId,
        ["requestTime"] = static (in s) => s.Request.RequestTime,
        ["requestTimeEpoch"] = static (in s) =>
            s.Request.ArrivedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        ["resourceId"] = static (in s) => s.Call?.Method.ResourceId,
        ["resourcePath"] = static (in s) => s.Call?.Method.ResourcePath,
        ["stage"] = static (in s) => s.Request.Stage.StageName,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Groups =
        FrozenSet.Create(
            StringComparer.Ordinal, "authorizer", "authorizer.claims", "error", "identity", "identity.clientCert",
            "identity.clientCert.validity");

    /// <summary>Prints as nothing and has variables below it, such as <c>identity</c>.</summary>
    public static bool IsGroup(string path) => Groups.Contains(path);

    /// <returns>The reader, or <see langword="null"/> when the variable is never set.</returns>
    public static ContextReader? Find(string path)
    {
        if (Readers.TryGetValue(path, out var reader))
        {
            return reader;
        }

        // An authorizer names its variables itself; the whole of claims is null (sheet §6.4).
        return path.StartsWith(AuthorizerPrefix, StringComparison.Ordinal) && !IsGroup(path)
            ? ReaderOf(path[AuthorizerPrefix.Length..])
            : null;
    }

    private static ContextReader ReaderOf(string name) => (in s) => s.Call?.Authorization?.Find(name);
}
