using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>
/// A resource's properties as the input of the operation that creates it: both have the members of AWS's model, so the
/// operation's contract tells what is known, required, and of which type. Numbers and booleans may be written as texts.
/// </summary>
internal sealed class TemplateInput
{
    private readonly ServiceContract _contract = ServiceContracts.Find("apigatewayv2")!;

    /// <exception cref="TemplateValueException">A property that the resource does not have, or of another type.</exception>
    public OperationInput Read(TemplateResource resource, JsonObject properties)
    {
        var operation = _contract.ByName["Create" + resource.Type[TemplateResource.ApiPrefix.Length..]];
        var members = (JsonObject)Convert(operation.Input, properties, resource.LogicalId)!;
        foreach (var required in operation.Input.Members)
        {
            if (required.Required && members[required.Name] is null)
            {
                throw new TemplateValueException($"the property {required.Name} is required.");
            }
        }

        MemberRanges.Check(members);
        return new OperationInput(members, ReadOnlyMemory<byte>.Empty);
    }

    private static JsonNode? Convert(Shape shape, JsonNode? value, string where)
    {
        switch (shape, value)
        {
            case (_, null):
                return null;
            case (StructureShape structure, JsonObject members):
                return Structure(structure, members, where);
            case (MapShape map, JsonObject entries):
                return new JsonObject(entries.Select(entry => KeyValuePair.Create(
                    entry.Key, Convert(map.Value, entry.Value, $"{where}.{entry.Key}"))));
            case (ListShape list, JsonArray items):
                return new JsonArray([.. items.Select(item => Convert(list.Element, item, where))]);
            case (EnumShape known, JsonValue text):
                return known.Allows(text.ToString())
                    ? JsonValue.Create(text.ToString())
                    : throw new TemplateValueException(
                        $"{where} must be one of {string.Join(", ", known.Values)}, not {text}.");
            case (SimpleShape, JsonValue simple):
                return Simple(shape.Kind, simple, where);
            default:
                throw new TemplateValueException($"{where} is not of the type that it must be.");
        }
    }

    private static JsonObject Structure(StructureShape structure, JsonObject members, string where)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            var member = structure.Find(name)
                ?? throw new TemplateValueException($"{where} has no property {name}.");
            result[name] = Convert(member.Target, value, $"{where}.{name}");
        }

        return result;
    }

    private static JsonValue Simple(ShapeKind kind, JsonValue value, string where)
    {
        var text = value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? value.ToString().ToLowerInvariant()
            : value.ToString();
        return kind switch
        {
            ShapeKind.Boolean => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : throw Wrong(where, "true or false"),
            ShapeKind.Integer or ShapeKind.Long =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? JsonValue.Create(number)
                    : throw Wrong(where, "a whole number"),
            ShapeKind.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? JsonValue.Create(number)
                : throw Wrong(where, "a number"),
            _ => JsonValue.Create(text),
        };
    }

    private static TemplateValueException Wrong(string where, string what) => new($"{where} must be {what}.");
}
