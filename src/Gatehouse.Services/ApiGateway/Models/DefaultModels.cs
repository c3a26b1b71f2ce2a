using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.Models;

/// <summary>
/// The two models that CreateRestApi makes and imports do not (rest-control-plane §2.18: exact texts).
/// </summary>
internal static class DefaultModels
{
    public const string Empty = "Empty";

    private const string EmptySchema =
        "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n"
        + "  \"type\" : \"object\"\n}";

    private const string ErrorSchema =
        "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n"
        + "  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}";

    public static ImmutableArray<ModelDocument> Create(RestApiStore store) =>
    [
        new()
        {
            Id = store.NewPartId(),
            Name = Empty,
            Description = "This is a default empty schema model",
            Schema = EmptySchema,
        },
        new()
        {
            Id = store.NewPartId(),
            Name = "Error",
            Description = "This is a default error schema model",
            Schema = ErrorSchema,
        },
    ];
}
