using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Pools;

/// <summary>The attributes of a pool, as callers give them and see them.</summary>
internal static class PoolSchemas
{
    private const int CustomNameChars = 20;

    /// <summary>The standard ones, as the caller changes them, and the pool's own.</summary>
    public static ImmutableArray<PoolAttributeSchema> Create(JsonArray? given)
    {
        var all = StandardAttributes.All.ToList();
        foreach (var node in given ?? [])
        {
            var one = Read(node!.AsObject());
            var index = all.FindIndex(known => string.Equals(known.Name, one.Name, StringComparison.Ordinal));
            if (index < 0)
            {
                Add(all, one);
                continue;
            }

            var standard = all[index];
            if (one.Type != standard.Type)
            {
                throw CognitoFaults.Invalid(
                    $"Invalid AttributeDataType input, consider using the provided AttributeDataType enum: {one.Name}");
            }

            all[index] = standard with
            {
                IsMutable = one.IsMutable,
                IsRequired = one.IsRequired || standard.IsRequired,
                Least = one.Least ?? standard.Least,
                Most = one.Most ?? standard.Most,
            };
        }

        return [.. all];
    }

    public static ImmutableArray<PoolAttributeSchema> Extend(ImmutableArray<PoolAttributeSchema> schema, JsonArray given)
    {
        var all = schema.ToList();
        foreach (var node in given)
        {
            Add(all, Read(node!.AsObject()));
        }

        return [.. all];
    }

    public static JsonArray Show(ImmutableArray<PoolAttributeSchema> schema) => new([.. schema.Select(Show)]);

    private static void Add(List<PoolAttributeSchema> all, PoolAttributeSchema one)
    {
        if (one.IsRequired)
        {
            throw CognitoFaults.Invalid("Required custom attributes are not supported currently.");
        }

        if (one.Name.Length is 0 or > CustomNameChars || !UserPoolNames.IsName(one.Name))
        {
            throw CognitoFaults.Invalid($"1 validation error detected: Value '{one.Name}' at 'name' failed to satisfy constraint: "
                + "Member must have length less than or equal to 20");
        }

        var custom = one with { Name = (one.IsDeveloperOnly ? "dev:custom:" : "custom:") + one.Name };
        if (all.Any(known => string.Equals(known.Name, custom.Name, StringComparison.Ordinal)))
        {
            throw CognitoFaults.Invalid($"{custom.Name}: Existing attribute already has name {custom.Name}.");
        }

        if (all.Count >= StandardAttributes.All.Length + UserPoolLimits.CustomAttributes)
        {
            throw CognitoFaults.Invalid("Number of attributes exceeded the limit");
        }

        all.Add(custom);
    }

    private static PoolAttributeSchema Read(JsonObject node)
    {
        var type = node["AttributeDataType"]?.GetValue<string>() ?? "String";
        var (least, most) = type == "Number"
            ? (Number(node["NumberAttributeConstraints"]?["MinValue"]), Number(node["NumberAttributeConstraints"]?["MaxValue"]))
            : (Number(node["StringAttributeConstraints"]?["MinLength"]), Number(node["StringAttributeConstraints"]?["MaxLength"]));
        return new PoolAttributeSchema
        {
            Name = node["Name"]?.GetValue<string>() ?? throw CognitoFaults.Invalid("Attribute name is missing."),
            Type = type,
            IsDeveloperOnly = node["DeveloperOnlyAttribute"]?.GetValue<bool>() ?? false,
            // The API's default; templates name it, since the console's differs.
            IsMutable = node["Mutable"]?.GetValue<bool>() ?? true,
            IsRequired = node["Required"]?.GetValue<bool>() ?? false,
            Least = least,
            Most = most,
        };
    }

    private static string? Number(JsonNode? node)
    {
        var text = node?.GetValue<string>();
        return text is null || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? text
            : throw CognitoFaults.Invalid($"Invalid attribute constraint: {text}");
    }

    private static JsonNode Show(PoolAttributeSchema one)
    {
        var shown = new JsonObject
        {
            ["Name"] = one.Name,
            ["AttributeDataType"] = one.Type,
            ["DeveloperOnlyAttribute"] = one.IsDeveloperOnly,
            ["Mutable"] = one.IsMutable,
            ["Required"] = one.IsRequired,
        };
        if (one.Type == "String")
        {
            shown["StringAttributeConstraints"] = Bounds("MinLength", one.Least, "MaxLength", one.Most);
        }
        else if (one.Type == "Number")
        {
            shown["NumberAttributeConstraints"] = Bounds("MinValue", one.Least, "MaxValue", one.Most);
        }

        return shown;
    }

    private static JsonObject Bounds(string leastName, string? least, string mostName, string? most)
    {
        var bounds = new JsonObject();
        if (least is not null)
        {
            bounds[leastName] = least;
        }

        if (most is not null)
        {
            bounds[mostName] = most;
        }

        return bounds;
    }
}
