using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Users;

/// <summary>Checks what callers want to write into users against the schema of the pool.</summary>
internal static class AttributeRules
{
    private static readonly string[] Unwritable = ["sub", "identities"];
    private static readonly string[] Flags = ["email_verified", "phone_number_verified"];

    /// <summary>The attributes of an input, in order; a name twice counts once, with its last value.</summary>
    public static List<PoolAttribute> Read(JsonNode? list)
    {
        var read = new List<PoolAttribute>();
        foreach (var node in list as JsonArray ?? [])
        {
            var name = node!["Name"]?.GetValue<string>() ?? throw CognitoFaults.Invalid("An attribute has no name.");
            read.RemoveAll(known => string.Equals(known.Name, name, StringComparison.Ordinal));
            read.Add(new PoolAttribute(name, node["Value"]?.GetValue<string>() ?? ""));
        }

        return read;
    }

    /// <param name="pool">Its schema decides.</param>
    /// <param name="given">What is to be written.</param>
    /// <param name="client">Whose app writes; <see langword="null"/> for administrators.</param>
    /// <param name="isNew">The user is being created: values that never change may be set.</param>
    public static void Check(
        UserPoolDocument pool, IReadOnlyList<PoolAttribute> given, OpenedClient? client, bool isNew)
    {
        foreach (var attribute in given)
        {
            var schema = pool.Schema.FirstOrDefault(one => string.Equals(one.Name, attribute.Name, StringComparison.Ordinal))
                ?? throw CognitoFaults.Invalid(
                    $"Attributes did not conform to the schema: Type for attribute {{{attribute.Name}}} could not be determined");
            if (Unwritable.Contains(attribute.Name, StringComparer.Ordinal))
            {
                throw CognitoFaults.Invalid($"Cannot modify the non-mutable attribute {attribute.Name}");
            }

            if (client is not null && (Flags.Contains(attribute.Name, StringComparer.Ordinal) || schema.IsDeveloperOnly
                || !client.MayWrite(attribute.Name)))
            {
                // Whether an address is verified is the pool's to say, never the app's.
                throw CognitoFaults.NotAuthorized("A client attempted to write unauthorized attribute");
            }

            if (!schema.IsMutable && !isNew)
            {
                throw CognitoFaults.Invalid($"user.{attribute.Name}: Attribute cannot be updated.\n");
            }

            CheckValue(schema, attribute);
        }
    }

    /// <summary>What the pool requires of every new user.</summary>
    public static void CheckRequired(UserPoolDocument pool, PoolUserDocument user)
    {
        var missing = pool.Schema
            .Where(schema => schema is { IsRequired: true, Name: not "sub" } && string.IsNullOrEmpty(user.Attribute(schema.Name)))
            .Select(static schema => $"{schema.Name}: The attribute {schema.Name} is required\n")
            .ToList();
        if (missing.Count > 0)
        {
            throw CognitoFaults.Invalid("Attributes did not conform to the schema: " + string.Concat(missing));
        }
    }

    /// <summary>
    /// Writes them. An address that changes is no longer verified, unless the same call says that it is.
    /// </summary>
    public static PoolUserDocument Apply(PoolUserDocument user, IReadOnlyList<PoolAttribute> given)
    {
        var changed = user;
        foreach (var attribute in given)
        {
            if (attribute.Name is "email" or "phone_number" && user.Attribute(attribute.Name) != attribute.Value)
            {
                changed = changed.With(attribute.Name + "_verified", attribute.Value.Length == 0 ? null : "false");
            }

            // An empty value removes the attribute.
            changed = changed.With(attribute.Name, attribute.Value.Length == 0 ? null : attribute.Value);
        }

        foreach (var flag in given.Where(static one => Flags.Contains(one.Name, StringComparer.Ordinal)))
        {
            changed = changed.With(flag.Name, flag.Value);
        }

        return changed;
    }

    private static void CheckValue(PoolAttributeSchema schema, PoolAttribute attribute)
    {
        var value = attribute.Value;
        if (value.Length == 0)
        {
            return;
        }

        if (value.Length > UserPoolLimits.AttributeChars)
        {
            throw Wrong(schema, "String must be no longer than 2048 characters");
        }

        switch (schema.Type)
        {
            case "Boolean" when value is not ("true" or "false" or "True" or "False"):
                throw Wrong(schema, "Invalid boolean value");
            case "Number" when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                throw Wrong(schema, "Invalid number");
            case "Number" when Bound(schema.Least) is { } least && long.Parse(value, CultureInfo.InvariantCulture) < least:
                throw Wrong(schema, $"Number must be greater than or equal to {least}");
            case "Number" when Bound(schema.Most) is { } most && long.Parse(value, CultureInfo.InvariantCulture) > most:
                throw Wrong(schema, $"Number must be less than or equal to {most}");
            case "String" when Bound(schema.Least) is { } shortest && value.Length < shortest:
                throw Wrong(schema, $"String must be no shorter than {shortest} characters");
            case "String" when Bound(schema.Most) is { } longest && value.Length > longest:
                throw Wrong(schema, $"String must be no longer than {longest} characters");
            case "DateTime" when !long.TryParse(value, CultureInfo.InvariantCulture, out _)
                && !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _):
                throw Wrong(schema, "Invalid date");
        }

        switch (attribute.Name)
        {
            case "email" when !UserPoolNames.IsEmail(value):
                throw CognitoFaults.Invalid("Invalid email address format.");
            case "phone_number" when !UserPoolNames.IsPhone(value):
                throw CognitoFaults.Invalid("Invalid phone number format.");
        }
    }

    private static long? Bound(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    private static Wire.Faults.ServiceFaultException Wrong(PoolAttributeSchema schema, string what) =>
        CognitoFaults.Invalid($"Attributes did not conform to the schema: {schema.Name}: {what}\n");
}
