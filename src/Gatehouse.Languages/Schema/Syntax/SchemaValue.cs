using System.Text.Json;

namespace Gatehouse.Languages.Schema.Syntax;

/// <summary>One value of a schema's text, with its place in it.</summary>
internal sealed class SchemaValue
{
    private const int FewMembers = 12;

    private Dictionary<string, SchemaValue>? _byName;

    public required JsonValueKind Kind { get; init; }

    /// <summary>Where the value begins and ends in the text, in bytes.</summary>
    public required int Start { get; init; }

    public int End { get; set; }

    /// <summary>The content of a string, the literal of a number.</summary>
    public string Text { get; init; } = string.Empty;

    /// <summary>The members of an object in their order.</summary>
    public List<KeyValuePair<string, SchemaValue>> Members { get; } = [];

    /// <summary>The elements of an array.</summary>
    public List<SchemaValue> Items { get; } = [];

    public SchemaValue? Find(string name)
    {
        if (Members.Count > FewMembers)
        {
            _byName ??= Members.ToDictionary(static one => one.Key, static one => one.Value, StringComparer.Ordinal);
            return _byName.GetValueOrDefault(name);
        }
        foreach (var member in Members)
        {
            if (member.Key == name)
            {
                return member.Value;
            }
        }
        return null;
    }
}
