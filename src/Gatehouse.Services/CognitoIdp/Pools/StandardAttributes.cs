using System.Collections.Immutable;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Pools;

/// <summary>The attributes that every pool has (Cognito developer guide, "Working with user attributes").</summary>
internal static class StandardAttributes
{
    public static readonly ImmutableArray<PoolAttributeSchema> All =
    [
        Text("sub", isMutable: false, isRequired: true, least: "1"),
        Text("name"), Text("given_name"), Text("family_name"), Text("middle_name"), Text("nickname"),
        Text("preferred_username"), Text("profile"), Text("picture"), Text("website"), Text("email"),
        Of("email_verified", "Boolean"), Text("gender"),
        Text("birthdate", least: "10", most: "10"), Text("zoneinfo"), Text("locale"), Text("phone_number"),
        Of("phone_number_verified", "Boolean"), Text("address"),
        Of("updated_at", "Number") with { Least = "0" },
        Of("identities", "String"), // unbounded: Terraform knows it only so
    ];

    public static PoolAttributeSchema? Find(string name) =>
        All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.Ordinal));

    private static PoolAttributeSchema Of(string name, string type) => new()
    {
        Name = name, Type = type, IsDeveloperOnly = false, IsMutable = true, IsRequired = false,
    };

    private static PoolAttributeSchema Text(
        string name, bool isMutable = true, bool isRequired = false, string least = "0", string most = "2048") =>
        Of(name, "String") with { IsMutable = isMutable, IsRequired = isRequired, Least = least, Most = most };
}
