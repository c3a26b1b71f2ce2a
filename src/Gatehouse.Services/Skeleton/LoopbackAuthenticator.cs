using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Skeleton;

/// <summary>
/// Accepts any well-formed credentials, as local tools expect (design, "Trust"). Texts of what is not well-formed:
/// security §1.9.
/// </summary>
/// <remarks>Differs from AWS: the signature is not verified. Only for a server that listens on loopback.</remarks>
public sealed class LoopbackAuthenticator : IRequestAuthenticator
{
    private const int AccountDigits = 12;

    public ValueTask<CallerIdentity> AuthenticateAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var credential = request.FindHeader("Authorization") is { } header
            ? ReadHeader(header, request)
            : CredentialScope.FindInQuery(request.RawQuery) ?? throw MissingToken();
        return new ValueTask<CallerIdentity>(Identify(credential));
    }

    internal static ServiceFaultException MissingToken() =>
        new("MissingAuthenticationTokenException", 403, "Missing Authentication Token");

    private static CallerIdentity Identify(string credential)
    {
        if (!CredentialScope.TryParse(credential, out var scope))
        {
            throw Incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + $"got '{credential}'");
        }

        if (scope.Terminator != "aws4_request")
        {
            throw Invalid("Credential should be scoped with a valid terminator: 'aws4_request'.");
        }

        if (!AwsRegion.IsWellFormed(scope.Region))
        {
            throw Invalid("Credential should be scoped to a valid region.");
        }

        // An access key that looks like an account number chooses the account, as other local tools have it.
        var account = scope.AccessKeyId.Length == AccountDigits && scope.AccessKeyId.All(char.IsAsciiDigit)
            ? scope.AccessKeyId
            : AwsAccount.Default;
        return new CallerIdentity(
            new DocumentScope(account, scope.Region), $"arn:aws:iam::{account}:root", scope.AccessKeyId);
    }

    private static string ReadHeader(string header, ControlRequest request)
    {
        if (AuthorizationHeader.Parse(header) is not { } parameters)
        {
            throw Incomplete(
                "Invalid key=value pair (missing equal-sign) in Authorization header "
                + $"(hashed with SHA-256 and encoded with Base64): '{Hash(header)}'.");
        }

        var missing = new StringBuilder();
        AppendMissing(missing, parameters.Credential, "Credential");
        AppendMissing(missing, parameters.Signature, "Signature");
        AppendMissing(missing, parameters.SignedHeaders, "SignedHeaders");
        if (request.FindHeader("X-Amz-Date") is null && request.FindHeader("Date") is null)
        {
            missing.Append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }

        return missing.Length == 0
            ? parameters.Credential!
            : throw Incomplete($"{missing}(Hashed with SHA-256 and encoded with Base64) Authorization={Hash(header)}");
    }

    private static void AppendMissing(StringBuilder missing, string? value, string name)
    {
        if (string.IsNullOrEmpty(value))
        {
            missing.Append("Authorization header requires '").Append(name).Append("' parameter. ");
        }
    }

    private static string Hash(string header) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(header)));

    private static ServiceFaultException Incomplete(string message) => new("IncompleteSignatureException", 403, message);

    private static ServiceFaultException Invalid(string message) => new("InvalidSignatureException", 403, message);
}
