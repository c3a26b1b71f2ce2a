using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Execution.Http.Callers;

/// <summary>Who signed a call (http-api §7.4, AWS_IAM).</summary>
internal sealed record SignedIdentity
{
    public required string AccessKey { get; init; }

    public required string AccountId { get; init; }

    /// <summary><c>callerId</c> of payload 2.0, <c>caller</c> of 1.0 and of <c>$context.identity</c>.</summary>
    public required string CallerId { get; init; }

    public required string UserArn { get; init; }

    /// <summary><c>userId</c> of payload 2.0, <c>user</c> of 1.0 and of <c>$context.identity</c>.</summary>
    public required string UserId { get; init; }

    public string? PrincipalOrgId { get; init; }

    /// <summary>Set when credentials of a Cognito identity pool signed.</summary>
    public CognitoIdentity? Cognito { get; init; }
}

/// <summary>An identity of a Cognito identity pool.</summary>
internal sealed record CognitoIdentity
{
    /// <summary><c>authenticated</c> or <c>unauthenticated</c>, then the provider's names.</summary>
    public required ImmutableArray<string> Amr { get; init; }

    public required string IdentityId { get; init; }

    public required string IdentityPoolId { get; init; }

    /// <summary><c>cognitoAuthenticationType</c>.</summary>
    public string? AuthenticationType { get; init; }

    /// <summary><c>cognitoAuthenticationProvider</c>.</summary>
    public string? AuthenticationProvider { get; init; }
}

/// <summary>A caller who signed, on a route with AWS_IAM.</summary>
internal sealed class SignedCaller(SignedIdentity identity) : RouteCaller
{
    public override SignedIdentity Identity { get; } = identity;

    public override void WriteV2(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("iam"u8);
        json.WriteString("accessKey"u8, Identity.AccessKey);
        json.WriteString("accountId"u8, Identity.AccountId);
        json.WriteString("callerId"u8, Identity.CallerId);
        if (Identity.Cognito is { } cognito)
        {
            json.WriteStartObject("cognitoIdentity"u8);
            json.WriteStartArray("amr"u8);
            foreach (var method in cognito.Amr)
            {
                json.WriteStringValue(method);
            }

            json.WriteEndArray();
            json.WriteString("identityId"u8, cognito.IdentityId);
            json.WriteString("identityPoolId"u8, cognito.IdentityPoolId);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("cognitoIdentity"u8);
        }

        json.WriteString("principalOrgId"u8, Identity.PrincipalOrgId);
        json.WriteString("userArn"u8, Identity.UserArn);
        json.WriteString("userId"u8, Identity.UserId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Payload 1.0 has the identity in <c>requestContext.identity</c>.</summary>
    public override void WriteV1(Utf8JsonWriter json) => WriteNobodyV1(json);

    public override string? Find(string name) => null;
}
