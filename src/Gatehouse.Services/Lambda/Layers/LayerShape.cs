using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Layers;

internal static class LayerShape
{
    public static string VersionArnOf(LayerVersionDocument layer) => $"{layer.LayerArn}:{layer.Version}";

    /// <summary>As lists show it.</summary>
    public static JsonObject Item(LayerVersionDocument layer)
    {
        var shape = new JsonObject
        {
            ["LayerVersionArn"] = VersionArnOf(layer),
            ["Version"] = layer.Version,
            ["Description"] = layer.Description,
            ["CreatedDate"] = layer.CreatedDate,
            ["LicenseInfo"] = layer.LicenseInfo,
        };
        Add(shape, "CompatibleRuntimes", layer.CompatibleRuntimes);
        Add(shape, "CompatibleArchitectures", layer.CompatibleArchitectures);
        return shape;
    }

    /// <summary>With its content.</summary>
    public static JsonObject Full(OperationCall call, LayerVersionDocument layer, FunctionDownloads? downloads)
    {
        var shape = Item(layer);
        shape["LayerArn"] = layer.LayerArn;
        shape["Content"] = new JsonObject
        {
            ["Location"] = downloads?.UrlOf(call.EndpointUrl, layer.Content.PackageKey!),
            ["CodeSha256"] = layer.Content.CodeSha256,
            ["CodeSize"] = layer.Content.CodeSize,
        };
        return shape;
    }

    private static void Add(JsonObject shape, string member, ImmutableArray<string>? values)
    {
        if (values is { } given)
        {
            shape[member] = new JsonArray([.. given.Select(static value => (JsonNode)value)]);
        }
    }
}
