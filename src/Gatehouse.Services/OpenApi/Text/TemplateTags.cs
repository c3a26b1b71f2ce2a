using System.Text.Json.Nodes;

namespace Gatehouse.Services.OpenApi.Text;

/// <summary>The short forms in which YAML templates call functions (deployment-and-tools §1.4).</summary>
internal static class TemplateTags
{
    /// <returns>The function's long name, or <see langword="null"/> when the tag is none of a template.</returns>
    public static string? LongForm(string tag) => tag switch
    {
        "!Ref" => "Ref",
        "!GetAtt" or "!Sub" or "!Join" => "Fn::" + tag[1..],
        _ => null,
    };

    /// <summary><c>!GetAtt Name.Attribute</c> is the one whose short form has a shape of its own.</summary>
    public static JsonObject Call(string function, JsonNode? argument) => new()
    {
        [function] = function == "Fn::GetAtt" && argument is JsonValue text && text.TryGetValue<string>(out var path)
            ? new JsonArray([.. path.Split('.', 2).Select(static part => (JsonNode)JsonValue.Create(part))])
            : argument,
    };
}
