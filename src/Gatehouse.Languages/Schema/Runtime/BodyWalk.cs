using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>
/// One validation: reads a body once, from front to back, and says whether it is valid. Where a value must be looked at
/// twice (combinators, enum of objects, unique items) a copy of the reader goes over the same bytes again. Nothing is
/// built and nothing is allocated.
/// </summary>
/// <remarks>
/// On <see langword="true"/> the reader stands on the last token of the value; on <see langword="false"/> anywhere.
/// </remarks>
internal ref partial struct BodyWalk(ReadOnlySpan<byte> body, int steps)
{
    private const int BytesPerStep = 16;

    private readonly ReadOnlySpan<byte> _body = body;
    private int _steps = steps;

    /// <summary>The limit on steps or on the stack was met: whatever came out means nothing.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Steps that are left.</summary>
    public readonly int Steps => _steps;

    public bool Check(SchemaNode node, scoped ref Utf8JsonReader reader)
    {
        if (--_steps < 0)
        {
            return Exhaust();
        }
        if (node.Value is { } value && !CheckValue(value, ref reader))
        {
            return false;
        }
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return node.Allows(SchemaTypes.String)
                    && (node.Strings is not { } strings || strings.Accept(ref reader));
            case JsonTokenType.Number:
                return CheckNumber(node, reader.ValueSpan);
            case JsonTokenType.StartObject:
                return node.Allows(SchemaTypes.Object) && (node.Objects is { } objects
                    ? objects.IsLarge
                        ? CheckObject<LargeNameSet>(objects, ref reader)
                        : CheckObject<SmallNameSet>(objects, ref reader)
                    : Skip(ref reader));
            case JsonTokenType.StartArray:
                return node.Allows(SchemaTypes.Array)
                    && (node.Arrays is { } arrays ? CheckArray(arrays, ref reader) : Skip(ref reader));
            case JsonTokenType.True or JsonTokenType.False:
                return node.Allows(SchemaTypes.Boolean);
            default:
                return node.Allows(SchemaTypes.Null);
        }
    }

    /// <summary>Counts work that is done elsewhere.</summary>
    public bool Spend(int steps)
    {
        _steps -= steps;
        return _steps >= 0 || Exhaust();
    }

    private bool Exhaust()
    {
        IsExhausted = true;
        return false;
    }

    private bool Skip(scoped ref Utf8JsonReader reader)
    {
        var start = reader.BytesConsumed;
        reader.Skip();
        return Spend((int)((reader.BytesConsumed - start) / BytesPerStep));
    }

    private static bool CheckNumber(SchemaNode node, ReadOnlySpan<byte> literal)
    {
        // 1.0 is a number and no integer (sheet §4.3; draft 4 §3.5 goes by the spelling).
        var type = literal.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0 ? SchemaTypes.Integer : SchemaTypes.Number;
        return node.Allows(type)
            && literal.Length <= Json.JsonLimits.MaxNumberLength
            && (node.Numbers is not { } numbers || numbers.Accept(literal));
    }

    private bool CheckObject<TNames>(ObjectRules rules, scoped ref Utf8JsonReader reader)
        where TNames : struct, INameSet
    {
        var seen = default(TNames);
        var count = 0;
        // Copying a reader costs as much as reading a token or two.
        var start = rules.NeedsSecondLook ? reader : default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            count++;
            var index = FindName(rules.Names, ref reader);
            if (index < 0)
            {
                if (!CheckUnnamed(rules, ref reader))
                {
                    return false;
                }
                continue;
            }
            var property = rules.Properties[index];
            reader.Read();
            if (property.Bit >= 0)
            {
                seen.Add(property.Bit);
            }
            if (property.IsAdditional)
            {
                if (rules.RefusesAdditional || !CheckOne(rules.Additional, ref reader))
                {
                    return false;
                }
            }
            else if (!CheckAll(property.Schemas, ref reader))
            {
                return false;
            }
        }
        return count <= rules.MaxProperties && count >= rules.MinProperties && seen.ContainsAll(rules.Required)
            && (!rules.NeedsSecondLook || CheckAgain(rules, seen, start));
    }

    private static int FindName(NameTable names, scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return names.Find(reader.ValueSpan);
        }
        var name = StringText.Of(reader.ValueSpan, stackalloc byte[StringText.StackBytes], out var rented);
        var index = names.Find(name);
        StringText.Return(rented);
        return index;
    }

    private bool CheckUnnamed(ObjectRules rules, scoped ref Utf8JsonReader reader)
    {
        if (rules.Patterns.Length > 0)
        {
            return CheckByPattern(rules, ref reader);
        }
        reader.Read();
        return !rules.RefusesAdditional && CheckOne(rules.Additional, ref reader);
    }

    /// <summary>A property whose schemas its name's form decides; each but the last reads a copy.</summary>
    private bool CheckByPattern(ObjectRules rules, scoped ref Utf8JsonReader reader)
    {
        var name = reader; // stays on the name while the reader goes on to the value
        reader.Read();
        var content = name.ValueIsEscaped
            ? StringText.Of(name.ValueSpan, stackalloc byte[StringText.StackBytes], out var rented)
            : NotRented(name.ValueSpan, out rented);
        try
        {
            SchemaNode? last = null;
            foreach (var pattern in rules.Patterns)
            {
                if (!Spend(1 + (content.Length / BytesPerStep)))
                {
                    return false;
                }
                if (!pattern.Regex.IsMatch(content))
                {
                    continue;
                }
                if (last is not null)
                {
                    var copy = reader;
                    if (!Check(last, ref copy))
                    {
                        return false;
                    }
                }
                last = pattern.Schema;
            }
            return last is not null
                ? Check(last, ref reader)
                : !rules.RefusesAdditional && CheckOne(rules.Additional, ref reader);
        }
        finally
        {
            StringText.Return(rented);
        }
    }

    private static ReadOnlySpan<byte> NotRented(ReadOnlySpan<byte> name, out byte[]? rented)
    {
        rented = null;
        return name;
    }

    private bool CheckOne(SchemaNode? schema, scoped ref Utf8JsonReader reader) =>
        schema is null ? Skip(ref reader) : Check(schema, ref reader);

    private bool CheckAll(SchemaNode[] schemas, scoped ref Utf8JsonReader reader)
    {
        for (var i = 0; i < schemas.Length - 1; i++)
        {
            var copy = reader;
            if (!Check(schemas[i], ref copy))
            {
                return false;
            }
        }
        return schemas.Length == 0 ? Skip(ref reader) : Check(schemas[^1], ref reader);
    }

    /// <summary>What is known only at the end of an object: dependencies, and how many names are different.</summary>
    private bool CheckAgain<TNames>(ObjectRules rules, scoped in TNames seen, Utf8JsonReader start)
        where TNames : struct, INameSet
    {
        foreach (var dependency in rules.Dependencies)
        {
            if (!seen.Contains(dependency.Bit))
            {
                continue;
            }
            if (!seen.ContainsAll(dependency.Required))
            {
                return false;
            }
            if (dependency.Schema is { } schema)
            {
                var copy = start;
                if (!Check(schema, ref copy))
                {
                    return false;
                }
            }
        }
        return rules.MinProperties < 2 || DistinctNames.AreAtLeast(ref this, start, rules.MinProperties);
    }

    private bool CheckArray(ArrayRules rules, scoped ref Utf8JsonReader reader)
    {
        var start = rules.AreUnique ? reader : default;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if ((rules.RefusesAdditional && count >= rules.Tuple.Length) || !CheckOne(rules.At(count), ref reader))
            {
                return false;
            }
            count++;
        }
        return count >= rules.MinItems && count <= rules.MaxItems
            && (!rules.AreUnique || count < 2 || UniqueItems.AreUnique(ref this, _body, start, count));
    }
}
