using System.Text;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// The second pass over a body that is not valid: words what is wrong as the fge validator does (sheet §4.3), in its
/// order. Keywords come in alphabetical order, the format last; the children of a container are looked at, by name or
/// index, only while nothing is wrong yet; of combinators only the verdict is told.
/// </summary>
/// <remarks>The early end is that library's default; whether AWS asks for its deep mode is unconfirmed.</remarks>
internal sealed partial class ErrorCollector(int steps)
{
    private readonly List<string> _errors = [];
    private int _steps = steps;

    public bool IsExhausted { get; private set; }

    public IReadOnlyList<string> Errors => _errors;

    public void Collect(SchemaNode node, JsonPart value)
    {
        if (_errors.Count >= SchemaLimits.Errors || IsExhausted || --_steps < 0)
        {
            IsExhausted |= _steps < 0;
            return;
        }
        var type = value.Type;
        var isNumber = type is SchemaTypes.Integer or SchemaTypes.Number;
        var members = type == SchemaTypes.Object ? value.Members() : [];
        var elements = type == SchemaTypes.Array ? value.Elements() : [];
        if (type == SchemaTypes.Array && node.Arrays is { RefusesAdditional: true } tuple
            && elements.Count > tuple.Tuple.Length)
        {
            Add($"schema only allows {tuple.Tuple.Length} elements in array "
                + $"but instance has {elements.Count} elements");
        }
        if (node.Objects is { } closed)
        {
            AddUnwanted(closed, members);
        }
        AddAlternatives(node, value);
        if (type == SchemaTypes.Object && node.Objects is { } dependent)
        {
            AddDependencies(dependent, value, members);
        }
        AddEnum(node, value);
        AddArrayBounds(node, type, elements.Count, isMaximum: true);
        AddStringBounds(node, type, value, isMaximum: true);
        AddObjectBounds(node, type, members, isMaximum: true);
        AddMaximum(isNumber ? node.Numbers : null, value);
        AddArrayBounds(node, type, elements.Count, isMaximum: false);
        AddStringBounds(node, type, value, isMaximum: false);
        AddObjectBounds(node, type, members, isMaximum: false);
        AddMinimum(isNumber ? node.Numbers : null, value);
        AddDivisor(isNumber ? node.Numbers : null, value);
        AddRest(node, type, value, members);
        if (_errors.Count == 0)
        {
            CollectChildren(node, members, elements);
        }
    }

    private void Add(string error)
    {
        if (_errors.Count < SchemaLimits.Errors)
        {
            _errors.Add(error);
        }
    }

    private void AddUnwanted(ObjectRules rules, List<KeyValuePair<string, JsonPart>> members)
    {
        if (!rules.RefusesAdditional)
        {
            return;
        }
        var unwanted = members.Select(static member => member.Key)
            .Where(name => IsAdditional(rules, name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (unwanted.Length > 0)
        {
            Add($"object instance has properties which are not allowed by the schema: {ErrorText.Names(unwanted)}");
        }
    }

    private static bool IsAdditional(ObjectRules rules, string name)
    {
        var index = rules.Names.Find(Encoding.UTF8.GetBytes(name));
        return index >= 0
            ? rules.Properties[index].IsAdditional
            : !rules.Patterns.Any(pattern => pattern.Regex.IsMatch(name.AsSpan()));
    }

    private void AddAlternatives(SchemaNode node, JsonPart value)
    {
        if (node.Value is not { } rules)
        {
            return;
        }
        var matched = rules.AllOf.Count(schema => IsValid(schema, value));
        if (matched < rules.AllOf.Length)
        {
            Add("instance failed to match all required schemas "
                + $"(matched only {matched} out of {rules.AllOf.Length})");
        }
        if (rules.AnyOf.Length > 0 && !rules.AnyOf.Any(schema => IsValid(schema, value)))
        {
            Add($"instance failed to match at least one required schema among {rules.AnyOf.Length}");
        }
    }

    private void AddDependencies(ObjectRules rules, JsonPart value, List<KeyValuePair<string, JsonPart>> members)
    {
        var names = members.Select(static member => member.Key).ToHashSet(StringComparer.Ordinal);
        var present = rules.Dependencies.Where(one => names.Contains(one.Name)).ToArray();
        foreach (var dependency in present)
        {
            var missing = dependency.RequiredNames.Where(name => !names.Contains(name)).ToArray();
            if (missing.Length > 0)
            {
                Add($"property \"{dependency.Name}\" of object has missing property dependencies (schema requires "
                    + $"{ErrorText.Names(dependency.RequiredNames)}; missing: {ErrorText.Names(missing)})");
            }
        }
        foreach (var dependency in present)
        {
            if (dependency.Schema is { } schema)
            {
                Collect(schema, value);
            }
        }
    }

    private void AddEnum(SchemaNode node, JsonPart value)
    {
        if (node.Value?.Enum is not { } constants)
        {
            return;
        }
        var reader = value.Open();
        var walk = new BodyWalk(value.Utf8.Span, _steps);
        var isThere = constants.Contains(ref walk, ref reader);
        Settle(walk);
        if (!isThere)
        {
            Add($"instance value ({ErrorText.Of(value)}) not found in enum (possible values: {constants.Text})");
        }
    }

    /// <summary>not, oneOf, pattern, required, type, uniqueItems, and the format.</summary>
    private void AddRest(
        SchemaNode node, SchemaTypes type, JsonPart value, List<KeyValuePair<string, JsonPart>> members)
    {
        if (node.Value?.Not is { } forbidden && IsValid(forbidden, value))
        {
            Add("instance matched a schema which it should not have");
        }
        if (node.Value is { OneOf: { Length: > 0 } choices })
        {
            var matched = choices.Count(schema => IsValid(schema, value));
            if (matched != 1)
            {
                Add($"instance failed to match exactly one schema (matched {matched} out of {choices.Length})");
            }
        }
        if (type == SchemaTypes.String && node.Strings?.Pattern is { } pattern && !pattern.IsMatch(value.Text.AsSpan()))
        {
            Add($"ECMA 262 regex \"{pattern.Source}\" does not match input string \"{ErrorText.Cut(value.Text)}\"");
        }
        AddMissing(node, type, members);
        if (!node.Allows(type))
        {
            Add($"instance type ({ErrorText.Name(type)}) does not match any allowed primitive type "
                + $"(allowed: {ErrorText.Types(node.Types)})");
        }
        if (type == SchemaTypes.Array && node.Arrays is { AreUnique: true } && !IsUnique(value))
        {
            Add("array must not contain duplicate elements");
        }
        if (type == SchemaTypes.String && node.Strings is { Format: not StringFormat.None } strings
            && !StringFormats.Accept(strings.Format, value.Text))
        {
            Add(FormatError(strings.Format, ErrorText.Cut(value.Text)));
        }
        if (type is SchemaTypes.Integer or SchemaTypes.Number && value.Utf8.Length > Json.JsonLimits.MaxNumberLength)
        {
            Add(SchemaVerdict.UnreadableBody);
        }
    }

    private void AddMissing(SchemaNode node, SchemaTypes type, List<KeyValuePair<string, JsonPart>> members)
    {
        if (type != SchemaTypes.Object || node.Objects is not { RequiredNames: { Length: > 0 } required })
        {
            return;
        }
        var names = members.Select(static member => member.Key).ToHashSet(StringComparer.Ordinal);
        var missing = required.Where(name => !names.Contains(name)).ToArray();
        if (missing.Length > 0)
        {
            Add($"object has missing required properties ({ErrorText.Names(missing)})");
        }
    }

    private static string FormatError(StringFormat format, string text) => format switch
    {
        StringFormat.DateTime => $"string \"{text}\" is invalid against requested date format(s) "
            + "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]",
        StringFormat.Email => $"string \"{text}\" is not a valid email address",
        StringFormat.Hostname => $"string \"{text}\" is not a valid hostname",
        StringFormat.IPv4 => $"string \"{text}\" is not a valid IPv4 address",
        StringFormat.IPv6 => $"string \"{text}\" is not a valid IPv6 address",
        StringFormat.Regex => $"string \"{text}\" is not a valid ECMA 262 regular expression",
        _ => $"string \"{text}\" is not a valid URI",
    };

    private void CollectChildren(
        SchemaNode node, List<KeyValuePair<string, JsonPart>> members, List<JsonPart> elements)
    {
        if (node.Arrays is { } arrays)
        {
            for (var i = 0; i < elements.Count; i++)
            {
                if (arrays.At(i) is { } schema)
                {
                    Collect(schema, elements[i]);
                }
            }
        }
        if (node.Objects is { } objects)
        {
            foreach (var (name, value) in members.OrderBy(static member => member.Key, StringComparer.Ordinal))
            {
                foreach (var schema in SchemasOf(objects, name))
                {
                    Collect(schema, value);
                }
            }
        }
    }

    private static IEnumerable<SchemaNode> SchemasOf(ObjectRules rules, string name)
    {
        var index = rules.Names.Find(Encoding.UTF8.GetBytes(name));
        if (index >= 0 && !rules.Properties[index].IsAdditional)
        {
            return rules.Properties[index].Schemas;
        }
        var matching = index >= 0
            ? []
            : rules.Patterns.Where(pattern => pattern.Regex.IsMatch(name.AsSpan())).Select(pattern => pattern.Schema);
        return matching.Any() ? matching : rules.Additional is { } additional ? [additional] : [];
    }

    private bool IsValid(SchemaNode schema, JsonPart value)
    {
        var reader = value.Open();
        var walk = new BodyWalk(value.Utf8.Span, _steps);
        var isValid = walk.Check(schema, ref reader);
        Settle(walk);
        return isValid;
    }

    private bool IsUnique(JsonPart value)
    {
        var reader = value.Open();
        var walk = new BodyWalk(value.Utf8.Span, _steps);
        var isUnique = UniqueItems.AreUnique(ref walk, value.Utf8.Span, reader, value.Elements().Count);
        Settle(walk);
        return isUnique;
    }

    private void Settle(in BodyWalk walk)
    {
        _steps = walk.Steps;
        IsExhausted |= walk.IsExhausted;
    }
}
