using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>
/// A function's code reference and configuration. Stored under <c>{functionName}</c> for <c>$LATEST</c> and, once
/// versions are published, under <c>{functionName}/{version}</c>.
/// </summary>
public sealed record FunctionDocument : IDocument<FunctionDocument>
{
    public static string Kind => "lambda/function";

    public static JsonTypeInfo<FunctionDocument> TypeInfo => FunctionJson.Default.FunctionDocument;

    public required string FunctionName { get; init; }

    public required string FunctionArn { get; init; }

    /// <value><c>$LATEST</c> or a number.</value>
    public string Version { get; init; } = "$LATEST";

    /// <summary>An AWS runtime identifier, such as <c>nodejs22.x</c>.</summary>
    public required string Runtime { get; init; }

    public required string Role { get; init; }

    public string? Handler { get; init; }

    public string Description { get; init; } = "";

    /// <value>Seconds, 1 to 900. Default 3.</value>
    public int Timeout { get; init; } = 3;

    /// <value>MiB, 128 to 10,240. Default 128.</value>
    public int MemorySize { get; init; } = 128;

    public ImmutableSortedDictionary<string, string>? Environment { get; init; }

    public ImmutableArray<string> Architectures { get; init; } = ["x86_64"];

    /// <summary>In the order in which they are unpacked, the later over the earlier.</summary>
    public ImmutableArray<FunctionLayer>? Layers { get; init; }

    /// <summary>ARN of the queue or topic for events that failed for good.</summary>
    public string? DeadLetterTargetArn { get; init; }

    /// <value>Of <c>$LATEST</c> only: the highest number given to a version. Numbers are never given twice.</value>
    public long? LastVersion { get; init; }

    /// <value>Of a published version only: the fingerprint of what it was made of.</value>
    public string? PublishedFrom { get; init; }

    public ImmutableSortedDictionary<string, string>? Tags { get; init; }

    /// <value>Instances at most; <see langword="null"/> leaves the account's limit, 0 refuses every call.</value>
    public int? ReservedConcurrentExecutions { get; init; }

    /// <summary>
    /// Settings that are shown as they were given and not acted on, such as TracingConfig: AWS's member name to JSON text.
    /// </summary>
    public ImmutableSortedDictionary<string, string>? RecordedSettings { get; init; }

    /// <value>Allow or Terminate; <see langword="null"/> stands for the latter. Shown, not acted on.</value>
    public string? RecursiveLoop { get; init; }

    /// <summary>Where the code is.</summary>
    public required FunctionCode Code { get; init; }

    /// <summary>ISO 8601 with milliseconds and <c>+0000</c>, as Lambda prints it.</summary>
    public required string LastModified { get; init; }

    public required string RevisionId { get; init; }

    /// <value>Pending, Active, Inactive or Failed.</value>
    public string State { get; init; } = "Active";

    /// <value>Successful, Failed or InProgress.</value>
    public string LastUpdateStatus { get; init; } = "Successful";
}

/// <summary>A function's code: a stored package, or a folder that <c>gatehouse run</c> watches.</summary>
public sealed record FunctionCode
{
    /// <summary>SHA-256 of the zip in Base64, as Lambda shows it. For a folder: of its path and change counter.</summary>
    public required string CodeSha256 { get; init; }

    /// <value>Bytes of the zip; 0 for a folder.</value>
    public long CodeSize { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256: the package's key in <see cref="IFunctionPackages"/>.</summary>
    public string? PackageKey { get; init; }

    /// <summary>A local folder used in place, without packing. Only the operator's own command line may set it.</summary>
    public string? LocalFolder { get; init; }
}
