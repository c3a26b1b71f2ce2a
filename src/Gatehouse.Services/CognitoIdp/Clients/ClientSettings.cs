using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.CognitoIdp.Clients;

/// <summary>The settings of an app client: what callers give, checked, with AWS's defaults.</summary>
internal static class ClientSettings
{
    private const int DefaultRefreshDays = 30;
    private const int DefaultSessionMinutes = 3;

    private static readonly string[] Others = ["UserPoolId", "ClientId", "ClientName", "GenerateSecret", "ClientSecret"];

    private static readonly string[] SystemScopes = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

    public static async ValueTask<JsonObject> ReadAsync(
        OpenedPool pool, OperationInput input, bool hasSecret, CancellationToken cancellationToken)
    {
        var settings = (JsonObject)input.Members.DeepClone();
        foreach (var name in Others)
        {
            settings.Remove(name);
        }

        if ((settings["RefreshTokenValidity"]?.GetValue<int>() ?? 0) == 0)
        {
            settings["RefreshTokenValidity"] = DefaultRefreshDays;
        }

        settings["TokenValidityUnits"] ??= new JsonObject();
        settings["AllowedOAuthFlowsUserPoolClient"] ??= false;
        settings["EnableTokenRevocation"] ??= true;
        settings["EnablePropagateAdditionalUserContextData"] ??= false;
        settings["AuthSessionValidity"] ??= DefaultSessionMinutes;
        TokenLifetimes.Check(settings);
        if (settings["AuthSessionValidity"]!.GetValue<int>() is < 3 or > 15)
        {
            throw CognitoFaults.Invalid("Authentication sessions last 3 to 15 minutes.");
        }

        CheckFlows(settings, hasSecret);
        CheckRedirects(settings);
        CheckRotation(settings);
        CheckAttributes(pool.Value, settings);
        await CheckScopesAsync(pool, settings, cancellationToken);
        await CheckProvidersAsync(pool, settings, cancellationToken);
        return settings;
    }

    private static string[] Texts(JsonObject settings, string name) =>
        settings[name] is JsonArray list ? [.. list.Select(static item => item!.GetValue<string>())] : [];

    private static void CheckFlows(JsonObject settings, bool hasSecret)
    {
        var flows = Texts(settings, "ExplicitAuthFlows");
        if (flows.Any(static one => one.StartsWith("ALLOW_", StringComparison.Ordinal))
            && !flows.All(static one => one.StartsWith("ALLOW_", StringComparison.Ordinal)))
        {
            throw CognitoFaults.Invalid(
                "Cannot mix the prefix-less ExplicitAuthFlows with those that have the prefix ALLOW_.");
        }

        var oauth = Texts(settings, "AllowedOAuthFlows");
        if (!oauth.Contains("client_credentials", StringComparer.Ordinal))
        {
            return;
        }

        if (oauth.Length > 1)
        {
            throw CognitoFaults.Of(
                "InvalidOAuthFlowException",
                "client_credentials flow can not be selected along with code flow or implicit flow.");
        }

        if (!hasSecret)
        {
            throw CognitoFaults.Of(
                "InvalidOAuthFlowException",
                "client_credentials flow can not be selected if client does not have a client secret.");
        }
    }

    private static void CheckRedirects(JsonObject settings)
    {
        foreach (var member in (string[])["CallbackURLs", "LogoutURLs"])
        {
            var uris = Texts(settings, member);
            if (uris.Length > UserPoolLimits.RedirectUris)
            {
                throw CognitoFaults.Invalid($"More than {UserPoolLimits.RedirectUris} addresses in {member}.");
            }

            if (uris.FirstOrDefault(static uri => !RedirectUris.IsAllowed(uri)) is { } wrong)
            {
                throw CognitoFaults.Invalid($"cannot use the HTTP protocol, a fragment or such a scheme in {member}: {wrong}");
            }
        }

        if (settings["DefaultRedirectURI"]?.GetValue<string>() is { } usual
            && !Texts(settings, "CallbackURLs").Contains(usual, StringComparer.Ordinal))
        {
            throw CognitoFaults.Invalid("The default redirect URI must be in the CallbackURLs list.");
        }
    }

    private static void CheckRotation(JsonObject settings)
    {
        if (settings["RefreshTokenRotation"]?["RetryGracePeriodSeconds"]?.GetValue<int>() is < 0 or > 60)
        {
            throw CognitoFaults.Invalid("RetryGracePeriodSeconds is 0 to 60.");
        }
    }

    private static void CheckAttributes(UserPoolDocument pool, JsonObject settings)
    {
        foreach (var member in (string[])["ReadAttributes", "WriteAttributes"])
        {
            if (Texts(settings, member).FirstOrDefault(name => pool.Schema.All(known => known.Name != name)) is { } unknown)
            {
                throw CognitoFaults.Invalid(
                    $"Invalid {(member == "ReadAttributes" ? "read" : "write")} attributes specified while creating a client: {unknown}");
            }
        }
    }

    private static async ValueTask CheckScopesAsync(
        OpenedPool pool, JsonObject settings, CancellationToken cancellationToken)
    {
        foreach (var scope in Texts(settings, "AllowedOAuthScopes"))
        {
            if (!SystemScopes.Contains(scope, StringComparer.Ordinal)
                && !await ExistsAsync(pool, scope, cancellationToken))
            {
                throw CognitoFaults.Of("ScopeDoesNotExistException", $"Invalid scope requested: {scope}");
            }
        }

        if (Texts(settings, "AllowedOAuthFlows").Contains("client_credentials", StringComparer.Ordinal)
            && Texts(settings, "AllowedOAuthScopes").Any(static scope => SystemScopes.Contains(scope, StringComparer.Ordinal)))
        {
            throw CognitoFaults.Of("InvalidOAuthFlowException", "client_credentials flow can not have openid scopes.");
        }
    }

    private static async ValueTask<bool> ExistsAsync(OpenedPool pool, string scope, CancellationToken cancellationToken)
    {
        var slash = scope.LastIndexOf('/');
        return slash > 0
            && await pool.FindAsync<ResourceServerDocument>(scope[..slash], cancellationToken) is { } server
            && server.Value.Scopes.Any(one => one.Name == scope[(slash + 1)..]);
    }

    private static async ValueTask CheckProvidersAsync(
        OpenedPool pool, JsonObject settings, CancellationToken cancellationToken)
    {
        foreach (var name in Texts(settings, "SupportedIdentityProviders"))
        {
            if (name != "COGNITO" && await pool.FindAsync<PoolProviderDocument>(name, cancellationToken) is null)
            {
                throw CognitoFaults.Invalid($"The provider {name} does not exist for User Pool {pool.Id}.");
            }
        }
    }
}
