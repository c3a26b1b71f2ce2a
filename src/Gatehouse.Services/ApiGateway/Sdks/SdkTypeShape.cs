using System.Text.Json.Nodes;
using Gatehouse.Services.SdkGeneration.Languages;

namespace Gatehouse.Services.ApiGateway.Sdks;

internal static class SdkTypeShape
{
    public static JsonObject Write(SdkLanguage language)
    {
        var properties = new JsonArray();
        foreach (var setting in language.Settings)
        {
            var property = new JsonObject
            {
                ["name"] = setting.Name,
                ["friendlyName"] = setting.FriendlyName,
                ["description"] = setting.Description,
                ["required"] = setting.IsRequired,
            };
            if (setting.DefaultValue is { } value)
            {
                property["defaultValue"] = value;
            }

            properties.Add((JsonNode)property);
        }

        return new JsonObject
        {
            ["id"] = language.Id,
            ["friendlyName"] = language.FriendlyName,
            ["description"] = language.Description,
            ["configurationProperties"] = properties,
        };
    }
}
