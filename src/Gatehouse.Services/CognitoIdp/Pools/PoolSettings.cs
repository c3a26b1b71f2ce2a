using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.CognitoIdp.Pools;

/// <summary>The settings of a pool: what callers give, with AWS's defaults (CreateUserPool, UpdateUserPool).</summary>
internal static class PoolSettings
{
    private const int NameChars = 128;

    /// <summary>Not settings: they have places of their own.</summary>
    private static readonly ImmutableArray<string> Others = ["PoolName", "UserPoolId", "Schema"];

    /// <summary>What only the creation can set.</summary>
    private static readonly ImmutableArray<string> Fixed =
        ["UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "SoftwareTokenMfaConfiguration"];

    public static JsonObject Create(OperationInput input)
    {
        var settings = Read(input);
        if (settings.ContainsKey("UsernameAttributes") && settings.ContainsKey("AliasAttributes"))
        {
            throw CognitoFaults.Invalid("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
        }

        Check(settings);
        return settings;
    }

    public static JsonObject Update(OperationInput input, JsonObject before)
    {
        var settings = Read(input);
        foreach (var name in Fixed)
        {
            if (before[name] is { } value)
            {
                settings[name] = value.DeepClone();
            }
        }

        if (!input.Has("UserPoolTags") && before["UserPoolTags"] is { } tags)
        {
            settings["UserPoolTags"] = tags.DeepClone();
        }

        Check(settings);
        return settings;
    }

    public static void CheckName(string name)
    {
        if (name.Length is 0 or > NameChars
            || !name.All(static c => char.IsLetterOrDigit(c) || "_ +=,.@-".Contains(c, StringComparison.Ordinal)))
        {
            throw CognitoFaults.Invalid(
                $"1 validation error detected: Value '{name}' at 'poolName' failed to satisfy constraint: Member must satisfy regular "
                + @"expression pattern: [\w\s+=,.@-]+");
        }
    }

    public static void CheckTags(JsonObject? tags)
    {
        if (tags is not null && (tags.Count > UserPoolLimits.Tags
            || tags.Any(static tag => tag.Key.Length is 0 or > 128 || tag.Value?.GetValue<string>().Length > 256
                || tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))))
        {
            throw CognitoFaults.Of("UserPoolTaggingException", "Tags of the user pool are not valid.");
        }
    }

    private static JsonObject Read(OperationInput input)
    {
        var settings = (JsonObject)input.Members.DeepClone();
        foreach (var name in Others)
        {
            settings.Remove(name);
        }

        Default(settings, "DeletionProtection", "INACTIVE");
        Default(settings, "MfaConfiguration", "OFF");
        Default(settings, "UserPoolTier", "ESSENTIALS");
        settings["Policies"] ??= new JsonObject();
        CompletePolicies(settings["Policies"]!.AsObject());
        settings["LambdaConfig"] ??= new JsonObject();
        settings["EmailConfiguration"] ??= new JsonObject { ["EmailSendingAccount"] = "COGNITO_DEFAULT" };
        settings["VerificationMessageTemplate"] ??= new JsonObject();
        Default(settings["VerificationMessageTemplate"]!.AsObject(), "DefaultEmailOption", "CONFIRM_WITH_CODE");
        settings["AdminCreateUserConfig"] ??= new JsonObject();
        settings["AdminCreateUserConfig"]!["AllowAdminCreateUserOnly"] ??= false;
        settings["AdminCreateUserConfig"]!["UnusedAccountValidityDays"] ??= 7;
        return settings;
    }

    private static void CompletePolicies(JsonObject policies)
    {
        var isGiven = policies["PasswordPolicy"] is not null;
        policies["PasswordPolicy"] ??= new JsonObject();
        var policy = policies["PasswordPolicy"]!.AsObject();
        policy["MinimumLength"] ??= 8;
        foreach (var flag in (string[])["RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"])
        {
            policy[flag] ??= !isGiven;
        }

        policy["TemporaryPasswordValidityDays"] ??= 7;
        policies["SignInPolicy"] ??= new JsonObject { ["AllowedFirstAuthFactors"] = new JsonArray("PASSWORD") };
    }

    private static void Default(JsonObject settings, string name, string value) => settings[name] ??= value;

    private static void Check(JsonObject settings)
    {
        var policy = settings["Policies"]!["PasswordPolicy"]!;
        if (policy["MinimumLength"]!.GetValue<int>() is < 6 or > 99)
        {
            throw CognitoFaults.Invalid("Minimum length of a password is 6 to 99 characters.");
        }

        if (policy["TemporaryPasswordValidityDays"]!.GetValue<int>() is < 0 or > 365)
        {
            throw CognitoFaults.Invalid("Temporary passwords are valid for at most 365 days.");
        }

        if (settings["LambdaConfig"]!.AsObject().Count > 0)
        {
            // A trigger that guards sign-ups or sign-ins and is not run would be an open door.
            throw new ServiceFaultException(
                "NotImplemented", 501, "Gatehouse does not run the Lambda triggers of user pools yet (LambdaConfig).");
        }

        if (settings["MfaConfiguration"]!.GetValue<string>() == "ON" && settings["SoftwareTokenMfaConfiguration"] is null
            && settings["SmsConfiguration"] is null && settings["EmailMfaConfiguration"] is null)
        {
            throw CognitoFaults.Invalid(
                "SMS configuration and Auto verification for phone_number are required when MFA is required/optional");
        }

        CheckTags(settings["UserPoolTags"] as JsonObject);
    }
}
