using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>A user pool (security §6.2). Settings keep AWS's names, because most of them are only shown.</summary>
public sealed record UserPoolDocument : IDocument<UserPoolDocument>
{
    public static string Kind => "cognito-idp/userpool";

    public static JsonTypeInfo<UserPoolDocument> TypeInfo => UserPoolJson.Default.UserPoolDocument;

    /// <summary><c>{region}_{nine letters and digits}</c>; also the document's id.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>What CreateUserPool and UpdateUserPool gave, with AWS's defaults. Never changed in place.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Standard attributes first, then the pool's own.</summary>
    public required ImmutableArray<PoolAttributeSchema> Schema { get; init; }

    /// <summary>The prefix of the hosted pages; <see langword="null"/> without them.</summary>
    public string? Domain { get; init; }

    /// <summary>A full host name of the hosted pages.</summary>
    public string? CustomDomain { get; init; }

    /// <summary>What follows the underscore: the name that SRP mixes in (security §6.2).</summary>
    public string SrpName => Id[(Id.IndexOf('_', StringComparison.Ordinal) + 1)..];

    /// <summary>Names are told apart by case unless the pool says otherwise, which is AWS's default.</summary>
    public bool IsCaseSensitive => Settings["UsernameConfiguration"]?["CaseSensitive"]?.GetValue<bool>() ?? true;

    public string Arn(DocumentScope scope) => $"arn:aws:cognito-idp:{scope.Region}:{scope.Account}:userpool/{Id}";

    public bool Lists(string setting, string value) =>
        Settings[setting] is JsonArray list
        && list.Any(item => string.Equals(item?.GetValue<string>(), value, StringComparison.Ordinal));

    public string? Text(string setting) => Settings[setting]?.GetValue<string>();
}

/// <summary>One attribute that users of a pool may have.</summary>
public sealed record PoolAttributeSchema
{
    /// <summary>With its prefix: <c>custom:</c> or <c>dev:</c> for the pool's own.</summary>
    public required string Name { get; init; }

    /// <value>String, Number, DateTime or Boolean.</value>
    public required string Type { get; init; }

    public required bool IsDeveloperOnly { get; init; }

    public required bool IsMutable { get; init; }

    public required bool IsRequired { get; init; }

    /// <summary>Smallest number, or least length.</summary>
    public string? Least { get; init; }

    /// <summary>Largest number, or greatest length.</summary>
    public string? Most { get; init; }
}
