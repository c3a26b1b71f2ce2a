using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.RestApis;

/// <summary>A JSON Schema (draft 4) by name. Stored under <c>{apiId}/{name}</c>.</summary>
public sealed record ModelDocument : IDocument<ModelDocument>
{
    public static string Kind => "apigateway/model";

    public static JsonTypeInfo<ModelDocument> TypeInfo => RestApiJson.Default.ModelDocument;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string Schema { get; init; }

    public string ContentType { get; init; } = "application/json";
}

/// <summary>Which parts of a request are validated. Stored under <c>{apiId}/{id}</c>.</summary>
public sealed record RequestValidatorDocument : IDocument<RequestValidatorDocument>
{
    public static string Kind => "apigateway/requestvalidator";

    public static JsonTypeInfo<RequestValidatorDocument> TypeInfo => RestApiJson.Default.RequestValidatorDocument;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public bool ValidateRequestBody { get; init; }

    public bool ValidateRequestParameters { get; init; }
}
