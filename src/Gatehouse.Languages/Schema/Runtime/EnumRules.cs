using System.Text;
using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>The values of an <c>enum</c>, sorted by type.</summary>
internal sealed class EnumRules
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = SchemaLimits.SchemaDepth };

    private readonly NameTable _strings;
    private readonly byte[][] _numbers;
    private readonly ReadOnlyMemory<byte>[] _containers;

    public EnumRules(
        IReadOnlyList<string> strings, IEnumerable<string> numbers, IEnumerable<ReadOnlyMemory<byte>> containers)
    {
        _strings = new NameTable(strings);
        _numbers = [.. numbers.Select(Encoding.ASCII.GetBytes)];
        _containers = [.. containers];
    }

    public bool HasTrue { get; init; }

    public bool HasFalse { get; init; }

    public bool HasNull { get; init; }

    /// <summary>All values as compact JSON, for error texts.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the value that the reader stands on is one of them; the reader is not moved.</summary>
    public bool Contains(scoped ref BodyWalk walk, scoped ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ContainsString(ref reader),
        JsonTokenType.Number => ContainsNumber(reader.ValueSpan),
        JsonTokenType.True => HasTrue,
        JsonTokenType.False => HasFalse,
        JsonTokenType.Null => HasNull,
        _ => ContainsContainer(ref walk, reader),
    };

    private bool ContainsString(scoped ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return _strings.Find(reader.ValueSpan) >= 0;
        }
        var text = StringText.Of(reader.ValueSpan, stackalloc byte[StringText.StackBytes], out var rented);
        var isThere = _strings.Find(text) >= 0;
        StringText.Return(rented);
        return isThere;
    }

    private bool ContainsNumber(ReadOnlySpan<byte> literal)
    {
        foreach (var number in _numbers)
        {
            if (literal.SequenceEqual(number)
                || NumberText.Compare(new NumberText(literal), new NumberText(number)) == 0)
            {
                return true;
            }
        }
        return false;
    }

    private bool ContainsContainer(scoped ref BodyWalk walk, scoped in Utf8JsonReader reader)
    {
        foreach (var container in _containers)
        {
            var constant = new Utf8JsonReader(container.Span, ReaderOptions);
            constant.Read();
            var copy = reader;
            if (ValueEquality.AreEqual(ref walk, ref constant, ref copy))
            {
                return true;
            }
        }
        return false;
    }
}
