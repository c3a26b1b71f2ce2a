using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.Integrations;
using RestIntegrationRules = Gatehouse.Services.ApiGateway.Integrations.IntegrationRules;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

/// <summary>
/// What an authorizer of an HTTP API may be (http-api §3.5), checked after every create, update and import. Texts
/// without a source there are ours.
/// </summary>
internal static class AuthorizerRules
{
    private const int IssuerLength = 2_048;

    private static readonly string[] RequestSources =
        ["$request.header.", "$request.querystring.", "$context.", "$stageVariables."];

    public static void Check(AuthorizerV2Document authorizer, string account)
    {
        if (authorizer.AuthorizerType == AuthorizerV2Document.Jwt)
        {
            CheckJwt(authorizer);
        }
        else
        {
            CheckRequest(authorizer, account);
        }
    }

    /// <summary>A name is its authorizer's alone within the API.</summary>
    public static async ValueTask CheckNameAsync(
        OpenedApiV2 api, AuthorizerV2Document authorizer, CancellationToken cancellationToken)
    {
        var others = await api.ListAsync<AuthorizerV2Document>(cancellationToken);
        if (others.Any(other =>
            other.Value.AuthorizerId != authorizer.AuthorizerId && other.Value.Name == authorizer.Name))
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Authorizer name must be unique. Authorizer {authorizer.Name} already exists in this RestApi.");
        }
    }

    /// <summary>What AWS says when the discovery document cannot be had.</summary>
    public static string Unreachable(string issuer) =>
        $"Caught exception when connecting to {issuer}/.well-known/openid-configuration for issuer {issuer}. Please try "
        + $"again later. Error: Invalid issuer: {issuer}. Issuer must have a valid discovery endpoint ended with "
        + "'/.well-known/openid-configuration'";

    /// <summary>REQUEST caches when it has something to cache by, unless told otherwise.</summary>
    public static int? DefaultTtl(string type, ImmutableArray<string> sources) =>
        type == AuthorizerV2Document.Jwt ? null
        : sources.IsEmpty ? 0
        : ApiV2Limits.DefaultAuthorizerTtlInSeconds;

    private static void CheckJwt(AuthorizerV2Document authorizer)
    {
        if (authorizer.AuthorizerUri is not null || authorizer.AuthorizerCredentialsArn is not null
            || authorizer.AuthorizerPayloadFormatVersion is not null || authorizer.EnableSimpleResponses == true
            || authorizer.AuthorizerResultTtlInSeconds is not null)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "AuthorizerUri, AuthorizerCredentialsArn, AuthorizerPayloadFormatVersion, EnableSimpleResponses and "
                + "AuthorizerResultTtlInSeconds are only supported for REQUEST authorizers");
        }

        if (authorizer.IdentitySource is not [{ } source] || !IsSource(source, RequestSources.AsSpan(0, 2)))
        {
            throw InvalidSource(authorizer);
        }

        var issuer = authorizer.JwtConfiguration?.Issuer;
        if (string.IsNullOrEmpty(issuer) || issuer.Length > IssuerLength
            || !Uri.TryCreate(issuer, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid issuer: {issuer}. Issuer must be a valid URL");
        }

        if (authorizer.JwtConfiguration!.Audience is { Length: > ApiV2Limits.AudiencesPerAuthorizer })
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid audience specified: there may be at most {ApiV2Limits.AudiencesPerAuthorizer}");
        }
    }

    private static void CheckRequest(AuthorizerV2Document authorizer, string account)
    {
        if (authorizer.JwtConfiguration is not null)
        {
            throw ApiGatewayV2Faults.BadRequest("JwtConfiguration is only supported for JWT authorizers");
        }

        if (!FunctionUri.IsInvocation(authorizer.AuthorizerUri))
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Invalid Authorizer URI: {authorizer.AuthorizerUri}. Authorizer URI should be a valid API Gateway ARN "
                + "that represents a Lambda function invocation.");
        }

        if (authorizer.AuthorizerPayloadFormatVersion is not ("1.0" or "2.0"))
        {
            throw ApiGatewayV2Faults.BadRequest(
                "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer. Must be one of [1.0, 2.0]");
        }

        if (authorizer is { EnableSimpleResponses: true, AuthorizerPayloadFormatVersion: "1.0" })
        {
            throw ApiGatewayV2Faults.BadRequest(
                "EnableSimpleResponses is only supported with AuthorizerPayloadFormatVersion 2.0");
        }

        RestIntegrationRules.CheckCredentials(authorizer.AuthorizerCredentialsArn, account);
        if (authorizer.AuthorizerResultTtlInSeconds is < 0 or > ApiV2Limits.MaxAuthorizerTtlInSeconds)
        {
            throw ApiGatewayV2Faults.BadRequest(
                $"Authorizer result TTL must be between 0 and {ApiV2Limits.MaxAuthorizerTtlInSeconds} seconds");
        }

        if (!authorizer.IdentitySource.All(static source => IsSource(source, RequestSources)))
        {
            throw InvalidSource(authorizer);
        }

        if (authorizer.IdentitySource.IsEmpty && authorizer.AuthorizerResultTtlInSeconds > 0)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "At least one identity source must be specified when the authorizer result is cached");
        }
    }

    private static bool IsSource(string source, ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (source.Length > prefix.Length && source.StartsWith(prefix, StringComparison.Ordinal)
                && !source.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c)))
            {
                return true;
            }
        }

        return false;
    }

    private static Exception InvalidSource(AuthorizerV2Document authorizer) => ApiGatewayV2Faults.BadRequest(
        $"Invalid identity source specified: [{string.Join(", ", authorizer.IdentitySource)}]");
}
