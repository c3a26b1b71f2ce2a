using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

/// <summary>An authorizer as a caller's members leave it (http-api §1.5, §3.5). What was left out stays left out.</summary>
internal static class AuthorizerInput
{
    public static AuthorizerV2Document Apply(OperationInput input, AuthorizerV2Document before) => before with
    {
        Name = input.FindString("Name") ?? before.Name,
        AuthorizerType = input.FindString("AuthorizerType") ?? before.AuthorizerType,
        IdentitySource = input.Texts("IdentitySource", before.IdentitySource) ?? [],
        JwtConfiguration = input.Members["JwtConfiguration"] is JsonObject jwt
            ? Jwt(jwt, before.JwtConfiguration)
            : before.JwtConfiguration,
        AuthorizerUri = input.Text("AuthorizerUri", before.AuthorizerUri),
        AuthorizerPayloadFormatVersion =
            input.Text("AuthorizerPayloadFormatVersion", before.AuthorizerPayloadFormatVersion),
        EnableSimpleResponses = input.FindBoolean("EnableSimpleResponses") ?? before.EnableSimpleResponses,
        AuthorizerResultTtlInSeconds =
            input.FindInteger("AuthorizerResultTtlInSeconds") ?? before.AuthorizerResultTtlInSeconds,
        AuthorizerCredentialsArn = input.Text("AuthorizerCredentialsArn", before.AuthorizerCredentialsArn),
        IdentityValidationExpression =
            input.Text("IdentityValidationExpression", before.IdentityValidationExpression),
    };

    private static JwtConfiguration Jwt(JsonObject sent, JwtConfiguration? before) => new()
    {
        Issuer = sent["Issuer"]?.GetValue<string>() ?? before?.Issuer,
        Audience = sent["Audience"] is { } audience ? InputMembers.Texts(audience) : before?.Audience,
    };
}
