using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>
/// Replaces what a template computes: <c>Ref</c>, <c>Fn::GetAtt</c>, <c>Fn::Sub</c> and <c>Fn::Join</c>
/// (deployment-and-tools §1.4). Any other function is refused by its name.
/// </summary>
internal sealed class TemplateValues(TemplateNames names)
{
    /// <exception cref="TemplateValueException">A name that is none, or a function that is not known here.</exception>
    public JsonNode? Resolve(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: 1 } call when call.First() is { Key: "Ref" or ['F', 'n', ':', ':', ..] } function:
                return JsonValue.Create(Call(function.Key, function.Value));
            case JsonObject members:
                var resolved = new JsonObject();
                foreach (var (name, value) in members)
                {
                    resolved[name] = Resolve(value);
                }

                return resolved;
            case JsonArray items:
                return new JsonArray([.. items.Select(Resolve)]);
            default:
                return node?.DeepClone();
        }
    }

    private string Call(string function, JsonNode? argument) => (function, argument) switch
    {
        ("Ref", JsonValue name) => Reference(name.ToString()),
        ("Fn::GetAtt", JsonArray { Count: 2 } path) => Attribute(path[0]!.ToString(), path[1]!.ToString()),
        ("Fn::Join", JsonArray { Count: 2 } join) when join[1] is JsonArray parts =>
            string.Join(join[0]!.ToString(), parts.Select(part => Resolve(part)!.ToString())),
        ("Fn::Sub", JsonValue text) => Substitute(text.ToString(), []),
        ("Fn::Sub", JsonArray { Count: 2 } sub) when sub[1] is JsonObject own => Substitute(sub[0]!.ToString(), own),
        _ => throw new TemplateValueException(
            $"{function} with this argument is not known to 'gatehouse run'; it knows Ref, Fn::GetAtt, Fn::Join and Fn::Sub."),
    };

    private string Substitute(string text, JsonObject own)
    {
        var result = new StringBuilder();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is var open and >= 0
            && text.IndexOf('}', open) is var close and >= 0)
        {
            result.Append(text, at, open - at);
            var name = text[(open + 2)..close];
            result.Append(name switch
            {
                ['!', ..] => $"${{{name[1..]}}}", // ${!literal}
                _ when own[name] is { } value => Resolve(value)!.ToString(),
                _ when name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 =>
                    Attribute(name[..dot], name[(dot + 1)..]),
                _ => Reference(name),
            });
            at = close + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private string Reference(string name) => names.Reference(name)
        ?? throw new TemplateValueException($"nothing in the template is called {name}.");

    private string Attribute(string name, string attribute) => names.Attribute(name, attribute)
        ?? throw new TemplateValueException($"'gatehouse run' knows no attribute {attribute} of {name}.");
}

/// <summary>A value of a template that cannot be computed.</summary>
internal sealed class TemplateValueException(string message) : Exception(message);
