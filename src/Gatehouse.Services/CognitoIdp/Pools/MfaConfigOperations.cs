using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Pools;

/// <summary>Second factors of a pool: authenticator apps are built, other ones are refused rather than skipped.</summary>
internal sealed class SetUserPoolMfaConfig(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var pool = await room.PoolAsync(call, cancellationToken);
        foreach (var other in (string[])["SmsMfaConfiguration", "EmailMfaConfiguration", "WebAuthnConfiguration"])
        {
            if (call.Input.Has(other))
            {
                throw new ServiceFaultException("NotImplemented", 501, $"Gatehouse does not have {other} of user pools yet.");
            }
        }

        var settings = (JsonObject)pool.Value.Settings.DeepClone();
        var isApp = call.Input.Members["SoftwareTokenMfaConfiguration"]?["Enabled"]?.GetValue<bool>() ?? false;
        settings["SoftwareTokenMfaConfiguration"] = isApp ? new JsonObject { ["Enabled"] = true } : null;
        if (!isApp)
        {
            settings.Remove("SoftwareTokenMfaConfiguration");
        }

        var mode = call.Input.FindString("MfaConfiguration") ?? "OFF";
        if (mode != "OFF" && !isApp)
        {
            throw CognitoFaults.Invalid("Invalid MFA configuration given, can't turn on MFA and disable all MFAs together.");
        }

        settings["MfaConfiguration"] = mode;
        await room.CommitAsync(
            pool.Batch().Replace(pool.Pool, pool.Value with { Settings = settings, Modified = room.Now }), cancellationToken);
        return OperationOutput.Of(Show(settings));
    }

    public static JsonObject Show(JsonObject settings)
    {
        var shown = new JsonObject { ["MfaConfiguration"] = settings["MfaConfiguration"]!.GetValue<string>() };
        if (settings["SoftwareTokenMfaConfiguration"] is { } app)
        {
            shown["SoftwareTokenMfaConfiguration"] = app.DeepClone();
        }

        return shown;
    }
}

internal sealed class GetUserPoolMfaConfig(CognitoRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        OperationOutput.Of(SetUserPoolMfaConfig.Show((await room.PoolAsync(call, cancellationToken)).Value.Settings));
}
