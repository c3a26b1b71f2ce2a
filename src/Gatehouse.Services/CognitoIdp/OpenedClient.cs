using Gatehouse.Identity.UserPools;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>An app client and its pool, as one call found them.</summary>
internal sealed record OpenedClient(OpenedPool Pool, Versioned<UserPoolClientDocument> Client)
{
    private const int DefaultSessionMinutes = 3;

    public UserPoolClientDocument Value => Client.Value;

    public string Id => Value.Id;

    /// <summary>Whether the client asked that nobody learns who is a user (security §6.2); AWS's default is that they may.</summary>
    public bool HidesUsers => Value.Text("PreventUserExistenceErrors") == "ENABLED";

    public TimeSpan AuthSession =>
        TimeSpan.FromMinutes(Value.Settings["AuthSessionValidity"]?.GetValue<int>() ?? DefaultSessionMinutes);

    public bool CanRevoke => Value.Settings["EnableTokenRevocation"]?.GetValue<bool>() ?? true;

    public bool Rotates => Value.Settings["RefreshTokenRotation"]?["Feature"]?.GetValue<string>() == "ENABLED";

    public TimeSpan RotationGrace =>
        TimeSpan.FromSeconds(Value.Settings["RefreshTokenRotation"]?["RetryGracePeriodSeconds"]?.GetValue<int>() ?? 0);

    public TimeSpan AccessLifetime => Lifetime("AccessTokenValidity", "AccessToken", "hours", TimeSpan.FromHours(1));

    public TimeSpan IdLifetime => Lifetime("IdTokenValidity", "IdToken", "hours", TimeSpan.FromHours(1));

    public TimeSpan RefreshLifetime => Lifetime("RefreshTokenValidity", "RefreshToken", "days", TimeSpan.FromDays(30));

    /// <summary>Everything that a user of a client with a secret asks has to carry a hash with it.</summary>
    public void RequireSecretHash(string? given, params ReadOnlySpan<string> names)
    {
        if (Value.Secret is not { } secret)
        {
            if (given is not null)
            {
                throw CognitoFaults.NotAuthorized($"Client {Id} is not configured for secret but secret was received");
            }

            return;
        }

        if (given is null)
        {
            throw CognitoFaults.NotAuthorized($"Client {Id} is configured with secret but SECRET_HASH was not received");
        }

        var isRight = false;
        foreach (var name in names)
        {
            isRight |= SecretHash.IsRight(given, secret, name, Id);
        }

        if (!isRight)
        {
            throw CognitoFaults.NotAuthorized($"Unable to verify secret hash for client {Id}");
        }
    }

    /// <summary>
    /// A flow by its present name, by its legacy one, or by default (Cognito developer guide, "Authentication flows").
    /// </summary>
    public bool Allows(string flow, string? legacy = null)
    {
        var flows = Value.Texts("ExplicitAuthFlows");
        if (flows.Any(static one => one.StartsWith("ALLOW_", StringComparison.Ordinal)))
        {
            return flows.Contains(flow, StringComparer.Ordinal);
        }

        return flows.Contains("CUSTOM_AUTH_FLOW_ONLY", StringComparer.Ordinal)
            ? flow is "ALLOW_CUSTOM_AUTH" or "ALLOW_REFRESH_TOKEN_AUTH"
            : flow is "ALLOW_USER_SRP_AUTH" or "ALLOW_REFRESH_TOKEN_AUTH" or "ALLOW_CUSTOM_AUTH"
                || (legacy is not null && flows.Contains(legacy, StringComparer.Ordinal));
    }

    /// <summary>Whom a caller who names a user that is not there is told about.</summary>
    public ServiceFaultException NoUser() => HidesUsers ? CognitoFaults.WrongPassword() : CognitoFaults.NoUser();

    /// <summary>Without a list every attribute may be read: what apps made without one rely on.</summary>
    public bool MayRead(string attribute) => MayUse("ReadAttributes", attribute);

    public bool MayWrite(string attribute) => MayUse("WriteAttributes", attribute);

    private bool MayUse(string setting, string attribute) =>
        Value.Settings[setting] is null || Value.Texts(setting) is [] || Value.Lists(setting, attribute);

    private TimeSpan Lifetime(string setting, string unit, string usual, TimeSpan whenUnset)
    {
        var number = Value.Settings[setting]?.GetValue<int>() ?? 0;
        return number == 0 ? whenUnset
            : TokenLifetimes.Of(number, Value.Settings["TokenValidityUnits"]?[unit]?.GetValue<string>() ?? usual);
    }
}
