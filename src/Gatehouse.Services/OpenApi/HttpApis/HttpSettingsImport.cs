using System.Collections.Immutable;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Apis;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>What the document says of the API as a whole (http-api §4.1): an import replaces all of it.</summary>
internal sealed class HttpSettingsImport(ImportContext context, IgnoredParts info)
{
    private const int NameLength = 128;

    private const int DescriptionLength = 1_024;

    private const int VersionLength = 64;

    public ApiV2Document Apply(ApiV2Document api)
    {
        var format = context.Document["x-amazon-apigateway-importexport-version"];
        if (format.Exists && format.Text != "1.0")
        {
            context.Error(format.Pointer, $"Unsupported x-amazon-apigateway-importexport-version: {format.Quoted}");
        }

        info.Ignore(context.Document["components"]["schemas"], "schemas");
        foreach (var extension in RestExtensions)
        {
            info.Ignore(context.Document[extension], extension);
        }

        var head = context.Document["info"];
        return api with
        {
            Name = Name(head["title"]),
            Description = Bounded(head["description"], DescriptionLength),
            Version = Bounded(head["version"], VersionLength),
            CorsConfiguration = Cors(context.Document["x-amazon-apigateway-cors"]),
            Tags = Tags(context.Document["tags"], api.Tags),
            DisableExecuteApiEndpoint = IsEndpointDisabled(),
        };
    }

    /// <summary>The first server variable named basePath, else the path of the first server.</summary>
    public string BasePath() => new SettingsImport(context).BasePath();

    private static readonly ImmutableArray<string> RestExtensions =
    [
        "x-amazon-apigateway-api-key-source", "x-amazon-apigateway-binary-media-types",
        "x-amazon-apigateway-documentation", "x-amazon-apigateway-gateway-responses",
        "x-amazon-apigateway-minimum-compression-size", "x-amazon-apigateway-policy",
        "x-amazon-apigateway-request-validators",
    ];

    private string Name(NodeView title)
    {
        if (title.Text is { Length: > 0 and <= NameLength } name)
        {
            return name;
        }

        context.Error(
            title.Exists ? title.Pointer : "/info",
            title.Exists
                ? $"Invalid name specified: the length must be between 1 and {NameLength}"
                : "Parse issue: attribute info.title is missing");
        return "";
    }

    private string? Bounded(NodeView text, int max)
    {
        if (text.Text is not { Length: > 0 } content)
        {
            return null;
        }

        if (content.Length <= max)
        {
            return content;
        }

        context.Error(text.Pointer, $"Invalid value specified: the length must be at most {max}");
        return null;
    }

    private CorsConfiguration? Cors(NodeView extension)
    {
        if (!extension.Exists)
        {
            return null;
        }

        if (!extension.IsObject)
        {
            context.Error(extension.Pointer, "Invalid x-amazon-apigateway-cors: expected an object");
            return null;
        }

        var cors = new CorsConfiguration
        {
            AllowCredentials = extension["allowCredentials"].Flag() ?? false,
            AllowHeaders = List(extension["allowHeaders"]),
            AllowMethods = List(extension["allowMethods"]),
            AllowOrigins = List(extension["allowOrigins"]),
            ExposeHeaders = List(extension["exposeHeaders"]),
            MaxAge = extension["maxAge"].Number(),
        };
        return context.Passes(extension.Pointer, "", () => CorsRules.Check(cors)) ? cors : null;
    }

    /// <summary>An absent value is an empty one. An id chosen by tag stays, since it is the API's own.</summary>
    private ImmutableSortedDictionary<string, string>? Tags(
        NodeView list, ImmutableSortedDictionary<string, string>? before)
    {
        var tags = InputMembers.NoTexts;
        foreach (var tag in list.Items)
        {
            if (tag["name"].Text is { } name)
            {
                tags = tags.SetItem(name, tag["x-amazon-apigateway-tag-value"].Text ?? "");
            }
        }

        if (before?.GetValueOrDefault("_custom_id_") is { } id)
        {
            tags = tags.SetItem("_custom_id_", id);
        }

        context.Passes(list.Pointer, "", () => TagRules.Check(tags));
        return tags.OrNull();
    }

    private bool IsEndpointDisabled() => context.Document["servers"].Items
        .Select(static server => server["x-amazon-apigateway-endpoint-configuration"]["disableExecuteApiEndpoint"].Flag())
        .Any(static flag => flag == true);

    private static ImmutableArray<string>? List(NodeView list) => list.Texts() is { IsEmpty: false } texts ? texts : null;
}
