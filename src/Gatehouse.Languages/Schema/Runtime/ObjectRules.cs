namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>What a schema asks of an object.</summary>
internal sealed class ObjectRules
{
    /// <summary>Every name that the schema mentions; its indexes are those of <see cref="Properties"/>.</summary>
    public required NameTable Names { get; init; }

    public required PropertyRules[] Properties { get; init; }

    public PatternProperty[] Patterns { get; init; } = [];

    /// <summary>The schema of properties that nothing else names, or <see langword="null"/>.</summary>
    public SchemaNode? Additional { get; init; }

    public bool RefusesAdditional { get; init; }

    /// <summary>Names as bits of a set; the bit is <see cref="PropertyRules.Bit"/>.</summary>
    public ulong[] Required { get; init; } = [];

    /// <summary>The required names in the order of error texts.</summary>
    public string[] RequiredNames { get; init; } = [];

    public int MinProperties { get; init; }

    public int MaxProperties { get; init; } = int.MaxValue;

    public Dependency[] Dependencies { get; init; } = [];

    /// <summary>More names are tracked than one word has bits.</summary>
    public bool IsLarge { get; init; }

    /// <summary>Something can be decided only when the whole object has been read.</summary>
    public bool NeedsSecondLook { get; init; }

}

/// <summary>A name that the schema mentions.</summary>
internal sealed class PropertyRules
{
    public required string Name { get; init; }

    /// <summary>
    /// The schemas that its value must meet: its own and those of the patterns that its name matches, which was found
    /// out when the schema was compiled.
    /// </summary>
    public required SchemaNode[] Schemas { get; init; }

    /// <summary>Neither <c>properties</c> nor a pattern names it: it counts as an additional property.</summary>
    public required bool IsAdditional { get; init; }

    /// <summary>Its place in the set of names seen, or -1 when nobody asks whether it was there.</summary>
    public required int Bit { get; init; }
}

/// <summary>One entry of <c>patternProperties</c>.</summary>
internal sealed record PatternProperty(EcmaRegex Regex, SchemaNode Schema);

/// <summary>One entry of <c>dependencies</c>: names that must be there too, or a schema for the whole object.</summary>
internal sealed class Dependency
{
    public required string Name { get; init; }

    public required int Bit { get; init; }

    public ulong[] Required { get; init; } = [];

    public string[] RequiredNames { get; init; } = [];

    public SchemaNode? Schema { get; init; }
}

/// <summary>The tracked names that an object was seen to have.</summary>
internal interface INameSet
{
    void Add(int bit);

    bool Contains(int bit);

    bool ContainsAll(ReadOnlySpan<ulong> bits);
}

/// <summary>Up to 64 names: nearly every schema.</summary>
internal struct SmallNameSet : INameSet
{
    private ulong _bits;

    public void Add(int bit) => _bits |= 1UL << bit;

    public readonly bool Contains(int bit) => (_bits & (1UL << bit)) != 0;

    public readonly bool ContainsAll(ReadOnlySpan<ulong> bits) => bits.IsEmpty || (bits[0] & ~_bits) == 0;
}

/// <summary>Up to <see cref="SchemaLimits.TrackedNames"/> names.</summary>
internal struct LargeNameSet : INameSet
{
    private Words _words;

    public void Add(int bit) => _words[bit >> 6] |= 1UL << (bit & 63);

    public readonly bool Contains(int bit) => (_words[bit >> 6] & (1UL << (bit & 63))) != 0;

    public readonly bool ContainsAll(ReadOnlySpan<ulong> bits)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            if ((bits[i] & ~_words[i]) != 0)
            {
                return false;
            }
        }
        return true;
    }

    [System.Runtime.CompilerServices.InlineArray(SchemaLimits.TrackedNames / 64)]
    private struct Words
    {
        private ulong _first;
    }
}
