using System.Collections.Immutable;

namespace Gatehouse.Services.SdkGeneration.Description;

/// <summary>A deployed API as a client sees it, without a word about any programming language.</summary>
internal sealed record SdkApi
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public required string Stage { get; init; }

    public required string Region { get; init; }

    /// <summary>The stage's invoke URL, without a slash at its end.</summary>
    public required string Endpoint { get; init; }

    /// <summary>By path, then by verb.</summary>
    public required ImmutableArray<SdkOperation> Operations { get; init; }

    /// <summary>The models that are objects, nested ones among them; all others stand where they are used.</summary>
    public required ImmutableArray<SdkModel> Models { get; init; }
}

/// <summary>One verb on one resource.</summary>
internal sealed record SdkOperation
{
    /// <summary>Upper case; never ANY.</summary>
    public required string Verb { get; init; }

    /// <summary>The resource's path: each segment is a literal, <c>{name}</c> or, last, <c>{name+}</c>.</summary>
    public required string Path { get; init; }

    public string? OperationName { get; init; }

    public string? Description { get; init; }

    public required string AuthorizationType { get; init; }

    public bool ApiKeyRequired { get; init; }

    public required ImmutableArray<SdkParameter> Parameters { get; init; }

    public SdkBody? Body { get; init; }

    /// <summary>What the first successful response with a JSON model holds.</summary>
    public SdkResult? Result { get; init; }

    public bool RequiresSignature => string.Equals(AuthorizationType, "AWS_IAM", StringComparison.Ordinal);
}

internal enum SdkParameterLocation
{
    Path = 0,
    Query = 1,
    Header = 2,
}

/// <summary>API Gateway gives parameters no type: they are text.</summary>
internal sealed record SdkParameter(string Name, SdkParameterLocation Location, bool IsRequired, string? Description)
{
    /// <summary>A path parameter that takes several segments.</summary>
    public bool IsGreedy { get; init; }
}

/// <summary>What a request carries.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Type">The JSON that it is; <see langword="null"/> for bytes.</param>
/// <param name="ModelName">The API's model, when one is declared.</param>
/// <param name="IsRequired">The method declares a model.</param>
internal sealed record SdkBody(string ContentType, SdkType? Type, string? ModelName, bool IsRequired);

/// <summary>What a successful answer carries.</summary>
internal sealed record SdkResult(SdkType Type, string ModelName);
