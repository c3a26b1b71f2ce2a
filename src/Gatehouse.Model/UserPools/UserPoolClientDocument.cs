using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>An app that may use a pool. Its id in the store is <c>{pool}/{client}</c>.</summary>
public sealed record UserPoolClientDocument : IDocument<UserPoolClientDocument>
{
    public static string Kind => "cognito-idp/client";

    /// <summary>Holds the client's secret.</summary>
    public static bool IsSecret => true;

    public static JsonTypeInfo<UserPoolClientDocument> TypeInfo => UserPoolJson.Default.UserPoolClientDocument;

    public required string Id { get; init; }

    public required string PoolId { get; init; }

    public required string Name { get; init; }

    /// <summary>AWS shows it whenever the client is described, so it cannot be a hash.</summary>
    public string? Secret { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>What the operations gave, by AWS's names, with its defaults. Never changed in place.</summary>
    public required JsonObject Settings { get; init; }

    public bool Lists(string setting, string value) =>
        Settings[setting] is JsonArray list
        && list.Any(item => string.Equals(item?.GetValue<string>(), value, StringComparison.Ordinal));

    public string[] Texts(string setting) =>
        Settings[setting] is JsonArray list ? [.. list.Select(static item => item!.GetValue<string>())] : [];

    public string? Text(string setting) => Settings[setting]?.GetValue<string>();

    public bool Flag(string setting) => Settings[setting]?.GetValue<bool>() ?? false;

    /// <summary>A record prints its members; the secret is one.</summary>
    public override string ToString() => $"client {Id} of {PoolId}";
}
