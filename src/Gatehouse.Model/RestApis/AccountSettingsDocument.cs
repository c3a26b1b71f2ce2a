using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>API Gateway's settings of an account in a region (the <c>Account</c> resource). Stored under <c>account</c>.</summary>
public sealed record AccountSettingsDocument : IDocument<AccountSettingsDocument>
{
    public const string Id = "account";

    public static string Kind => "apigateway/account";

    public static JsonTypeInfo<AccountSettingsDocument> TypeInfo => RestApiJson.Default.AccountSettingsDocument;

    public string? CloudwatchRoleArn { get; init; }

    public ThrottleSettings ThrottleSettings { get; init; } = new();

    public ImmutableArray<string> Features { get; init; } = ["UsagePlans"];

    public string ApiKeyVersion { get; init; } = "4";
}

/// <summary>A token bucket's two numbers.</summary>
public sealed record ThrottleSettings
{
    /// <value>Requests. Default 5,000.</value>
    public int BurstLimit { get; init; } = 5_000;

    /// <value>Requests per second. Default 10,000.</value>
    public double RateLimit { get; init; } = 10_000;
}
