using System.Globalization;
using System.Text.Json;
using Gatehouse.Languages.Schema.Runtime;
using Gatehouse.Languages.Schema.Syntax;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>Turns the keywords of one schema into rules, and refuses what draft 4 does not allow.</summary>
internal sealed class NodeCompiler(JsonSchemaCompiler compiler, SchemaDocument document, SchemaValue schema)
{
    public void Fill(SchemaNode node)
    {
        CheckAnnotations();
        node.Types = Types();
        node.Strings = Strings();
        node.Numbers = Numbers();
        node.Arrays = Arrays();
        node.Objects = new ObjectCompiler(this).Compile();
        node.Value = Value();
    }

    public SchemaValue? Find(string keyword) => schema.Find(keyword);

    public SchemaNode Node(SchemaValue value) => compiler.NodeOf(document, value);

    public SchemaException Fault(string problem, SchemaValue at) =>
        document.Text.Fault(SchemaProblem.Syntax, problem, at);

    public SchemaException Limit(string problem) => document.Text.Fault(SchemaProblem.Limit, problem, schema);

    /// <summary>A keyword's value, if it is there and of the kind it must have.</summary>
    public SchemaValue? Find(string keyword, JsonValueKind kind, string wanted)
    {
        var value = schema.Find(keyword);
        return value is null || value.Kind == kind ? value : throw Fault($"\"{keyword}\" must be {wanted}", value);
    }

    public int? Count(string keyword)
    {
        if (Find(keyword, JsonValueKind.Number, "an integer") is not { } value)
        {
            return null;
        }
        var number = new NumberText(System.Text.Encoding.ASCII.GetBytes(value.Text));
        if (number.IsNegative && !number.IsZero || number.Point < number.DigitCount)
        {
            throw Fault($"\"{keyword}\" must be an integer of at least 0", value);
        }
        // A body is far smaller than the largest count that fits.
        return number.Point > 9 ? int.MaxValue : (int)decimal.Parse(
            value.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>The strings of a list that must not be empty nor name one twice.</summary>
    public string[] Strings(string keyword, SchemaValue list)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (item.Kind != JsonValueKind.String || !names.Add(item.Text))
            {
                throw Fault($"\"{keyword}\" must be a list of different strings", item);
            }
        }
        return names.Count > 0
            ? [.. names.Order(StringComparer.Ordinal)]
            : throw Fault($"\"{keyword}\" must have at least one element", list);
    }

    public EcmaRegex Regex(string pattern, SchemaValue at) =>
        EcmaRegex.TryCreate(pattern) ?? throw Fault($"\"{pattern}\" is not a valid ECMA 262 regular expression", at);

    /// <summary><c>true</c>, <c>false</c> or a schema.</summary>
    public (SchemaNode? Schema, bool IsRefused) Additional(string keyword) => Find(keyword) switch
    {
        null or { Kind: JsonValueKind.True } => (null, false),
        { Kind: JsonValueKind.False } => (null, true),
        { Kind: JsonValueKind.Object } value => (Node(value), false),
        var value => throw Fault($"\"{keyword}\" must be a boolean or a schema", value),
    };

    private void CheckAnnotations()
    {
        foreach (var keyword in (ReadOnlySpan<string>)["id", "$schema", "$ref", "title", "description", "format"])
        {
            Find(keyword, JsonValueKind.String, "a string");
        }
        foreach (var definition in Find("definitions", JsonValueKind.Object, "an object")?.Members ?? [])
        {
            Node(definition.Value); // looked at even when nothing refers to it
        }
    }

    private SchemaTypes Types()
    {
        var value = Find("type");
        switch (value?.Kind)
        {
            case null:
                return SchemaTypes.Any;
            case JsonValueKind.String:
                return Type(value);
            case JsonValueKind.Array:
                Strings("type", value);
                return value.Items.Aggregate(SchemaTypes.None, (types, item) => types | Type(item));
            default:
                throw Fault("\"type\" must be a string or a list of strings", value);
        }
    }

    private SchemaTypes Type(SchemaValue name) => name.Text switch
    {
        "array" => SchemaTypes.Array,
        "boolean" => SchemaTypes.Boolean,
        "integer" => SchemaTypes.Integer,
        "null" => SchemaTypes.Null,
        "number" => SchemaTypes.Number | SchemaTypes.Integer,
        "object" => SchemaTypes.Object,
        "string" => SchemaTypes.String,
        _ => throw Fault($"\"{name.Text}\" is not a valid primitive type", name),
    };

    private StringRules? Strings()
    {
        var minLength = Count("minLength") ?? 0;
        var maxLength = Count("maxLength") ?? int.MaxValue;
        var pattern = Find("pattern", JsonValueKind.String, "a string");
        var format = StringFormats.Named(Find("format")?.Text ?? string.Empty);
        return minLength == 0 && maxLength == int.MaxValue && pattern is null && format == StringFormat.None
            ? null
            : new StringRules
            {
                MinLength = minLength,
                MaxLength = maxLength,
                Pattern = pattern is null ? null : Regex(pattern.Text, pattern),
                Format = format,
            };
    }

    private NumberRules? Numbers()
    {
        var minimum = Bound("minimum", "exclusiveMinimum");
        var maximum = Bound("maximum", "exclusiveMaximum");
        var divisor = Find("multipleOf", JsonValueKind.Number, "a number");
        if (divisor is not null)
        {
            var number = new NumberText(System.Text.Encoding.ASCII.GetBytes(divisor.Text));
            if (number.IsZero || number.IsNegative || divisor.Text.Length > Json.JsonLimits.MaxNumberLength)
            {
                throw Fault("\"multipleOf\" must be greater than 0", divisor);
            }
        }
        return minimum is null && maximum is null && divisor is null ? null : new NumberRules
        {
            Minimum = minimum,
            Maximum = maximum,
            MultipleOf = divisor is null ? null : new Divisor(divisor.Text),
            DivisorText = divisor?.Text ?? string.Empty,
        };
    }

    private NumberBound? Bound(string keyword, string exclusive)
    {
        var bound = Find(keyword, JsonValueKind.Number, "a number");
        var flag = Find(exclusive);
        if (flag is not null && flag.Kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Fault($"\"{exclusive}\" must be a boolean", flag);
        }
        if (flag is not null && bound is null)
        {
            throw Fault($"\"{exclusive}\" must be paired with \"{keyword}\"", flag);
        }
        return bound is null ? null : new NumberBound(bound.Text, flag is { Kind: JsonValueKind.True });
    }

    private ArrayRules? Arrays()
    {
        var items = Find("items");
        var (additional, isRefused) = Additional("additionalItems");
        var minItems = Count("minItems") ?? 0;
        var maxItems = Count("maxItems") ?? int.MaxValue;
        var unique = Find("uniqueItems");
        if (unique is not null && unique.Kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw Fault("\"uniqueItems\" must be a boolean", unique);
        }
        if (items is not null && items.Kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            throw Fault("\"items\" must be a schema or a list of schemas", items);
        }
        var isTuple = items is { Kind: JsonValueKind.Array };
        if (items is null && minItems == 0 && maxItems == int.MaxValue && unique is not { Kind: JsonValueKind.True })
        {
            return null; // without "items" draft 4 §5.3.1 lets additionalItems say nothing
        }
        return new ArrayRules
        {
            Items = items is { Kind: JsonValueKind.Object } ? Node(items) : null,
            IsTuple = isTuple,
            Tuple = isTuple ? [.. items!.Items.Select(Node)] : [],
            Additional = additional,
            RefusesAdditional = isTuple && isRefused,
            MinItems = minItems,
            MaxItems = maxItems,
            AreUnique = unique is { Kind: JsonValueKind.True },
        };
    }

    private ValueRules? Value()
    {
        var constants = Find("enum", JsonValueKind.Array, "a list");
        var allOf = Schemas("allOf");
        var anyOf = Schemas("anyOf");
        var oneOf = Schemas("oneOf");
        var not = Find("not", JsonValueKind.Object, "a schema");
        return constants is null && not is null && allOf.Length + anyOf.Length + oneOf.Length == 0
            ? null
            : new ValueRules
            {
                Enum = constants is null ? null : Enum(constants),
                AllOf = allOf,
                AnyOf = anyOf,
                OneOf = oneOf,
                Not = not is null ? null : Node(not),
            };
    }

    private SchemaNode[] Schemas(string keyword)
    {
        var list = Find(keyword, JsonValueKind.Array, "a list of schemas");
        return list is not { Items.Count: 0 }
            ? [.. (list?.Items ?? []).Select(Node)]
            : throw Fault($"\"{keyword}\" must have at least one element", list);
    }

    private EnumRules Enum(SchemaValue constants)
    {
        if (constants.Items.Count == 0)
        {
            throw Fault("\"enum\" must have at least one element", constants);
        }
        var items = constants.Items;
        bool Has(JsonValueKind kind) => items.Exists(item => item.Kind == kind);
        return new EnumRules(
            [.. items.Where(item => item.Kind == JsonValueKind.String).Select(item => item.Text).Distinct()],
            items.Where(item => item.Kind == JsonValueKind.Number).Select(item => item.Text),
            items.Where(item => item.Kind is JsonValueKind.Object or JsonValueKind.Array).Select(document.Text.RawOf))
        {
            HasTrue = Has(JsonValueKind.True),
            HasFalse = Has(JsonValueKind.False),
            HasNull = Has(JsonValueKind.Null),
            Text = ErrorText.Of(new JsonPart(document.Text.RawOf(constants))),
        };
    }
}
