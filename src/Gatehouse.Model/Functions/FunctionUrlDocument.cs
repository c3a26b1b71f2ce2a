using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>A function's own URL. Stored under <c>{functionName}</c> or <c>{functionName}/{alias}</c>.</summary>
public sealed record FunctionUrlDocument : IDocument<FunctionUrlDocument>
{
    public static string Kind => "lambda/url";

    public static JsonTypeInfo<FunctionUrlDocument> TypeInfo => FunctionJson.Default.FunctionUrlDocument;

    public required string FunctionName { get; init; }

    /// <value>An alias, or <see langword="null"/> for <c>$LATEST</c>.</value>
    public string? Qualifier { get; init; }

    /// <summary>32 lower-case letters and digits: the first label of its host.</summary>
    public required string UrlId { get; init; }

    /// <value>NONE or AWS_IAM.</value>
    public required string AuthType { get; init; }

    /// <value>BUFFERED or RESPONSE_STREAM.</value>
    public required string InvokeMode { get; init; }

    public FunctionUrlCors? Cors { get; init; }

    /// <summary>As Lambda prints it.</summary>
    public required string CreationTime { get; init; }

    public required string LastModifiedTime { get; init; }
}

public sealed record FunctionUrlCors
{
    public bool? AllowCredentials { get; init; }

    public ImmutableArray<string>? AllowHeaders { get; init; }

    public ImmutableArray<string>? AllowMethods { get; init; }

    public ImmutableArray<string>? AllowOrigins { get; init; }

    public ImmutableArray<string>? ExposeHeaders { get; init; }

    public int? MaxAge { get; init; }
}
