using System.Text.Json;
using Gatehouse.Languages.Schema.Runtime;
using Gatehouse.Languages.Schema.Syntax;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>Compiles the keywords that speak about objects.</summary>
internal sealed class ObjectCompiler(NodeCompiler keywords)
{
    private readonly SortedDictionary<string, int> _bits = new(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when the schema asks nothing of an object.</returns>
    public ObjectRules? Compile()
    {
        var declared = keywords.Find("properties", JsonValueKind.Object, "an object")?.Members ?? [];
        var patterns = Patterns();
        var (additional, isRefused) = keywords.Additional("additionalProperties");
        var minProperties = keywords.Count("minProperties") ?? 0;
        var maxProperties = keywords.Count("maxProperties") ?? int.MaxValue;
        var required = keywords.Find("required", JsonValueKind.Array, "a list of strings") is { } list
            ? keywords.Strings("required", list)
            : [];
        var requiredBits = Bits(required);
        var dependencies = Dependencies();
        var names = declared.Select(static member => member.Key)
            .Union(_bits.Keys, StringComparer.Ordinal)
            .ToArray();
        if (names.Length == 0 && patterns.Length == 0 && additional is null && !isRefused
            && minProperties == 0 && maxProperties == int.MaxValue)
        {
            return null;
        }
        if (_bits.Count > SchemaLimits.TrackedNames)
        {
            throw keywords.Limit("The schema requires too many names");
        }
        var schemas = declared.ToDictionary(
            static member => member.Key, member => keywords.Node(member.Value), StringComparer.Ordinal);
        return new ObjectRules
        {
            Names = new NameTable(names),
            Properties = [.. names.Select(name => Property(name, schemas, patterns))],
            Patterns = patterns,
            Additional = additional,
            RefusesAdditional = isRefused,
            Required = requiredBits,
            RequiredNames = required,
            MinProperties = minProperties,
            MaxProperties = maxProperties,
            Dependencies = dependencies,
            IsLarge = _bits.Count > 64,
            NeedsSecondLook = dependencies.Length > 0 || minProperties > 1,
        };
    }

    private PatternProperty[] Patterns() =>
    [
        .. (keywords.Find("patternProperties", JsonValueKind.Object, "an object")?.Members ?? [])
            .OrderBy(static member => member.Key, StringComparer.Ordinal)
            .Select(member => new PatternProperty(
                keywords.Regex(member.Key, member.Value), keywords.Node(member.Value))),
    ];

    private PropertyRules Property(
        string name, Dictionary<string, SchemaNode> declared, PatternProperty[] patterns)
    {
        var schemas = new List<SchemaNode>();
        if (declared.TryGetValue(name, out var own))
        {
            schemas.Add(own);
        }
        schemas.AddRange(patterns.Where(pattern => pattern.Regex.IsMatch(name.AsSpan())).Select(one => one.Schema));
        return new PropertyRules
        {
            Name = name,
            Schemas = [.. schemas],
            IsAdditional = schemas.Count == 0,
            Bit = _bits.GetValueOrDefault(name, -1),
        };
    }

    /// <summary>Gives names their places in the set of names seen, and the set of these.</summary>
    private ulong[] Bits(string[] names)
    {
        var set = new ulong[names.Length == 0 ? 0 : (_bits.Count + names.Length + 63) / 64];
        foreach (var name in names)
        {
            var bit = Bit(name);
            if (bit < SchemaLimits.TrackedNames)
            {
                set[bit >> 6] |= 1UL << (bit & 63);
            }
        }
        return set;
    }

    private int Bit(string name)
    {
        if (!_bits.TryGetValue(name, out var bit))
        {
            bit = _bits.Count;
            _bits.Add(name, bit);
        }
        return bit;
    }

    private Dependency[] Dependencies()
    {
        var members = keywords.Find("dependencies", JsonValueKind.Object, "an object")?.Members ?? [];
        return [.. members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(Dependency)];
    }

    private Dependency Dependency(KeyValuePair<string, SchemaValue> member)
    {
        var (name, value) = member;
        switch (value.Kind)
        {
            case JsonValueKind.Array:
                var names = keywords.Strings("dependencies", value);
                return new Dependency { Name = name, Bit = Bit(name), Required = Bits(names), RequiredNames = names };
            case JsonValueKind.Object:
                return new Dependency { Name = name, Bit = Bit(name), Schema = keywords.Node(value) };
            default:
                throw keywords.Fault("A dependency must be a schema or a list of strings", value);
        }
    }
}
