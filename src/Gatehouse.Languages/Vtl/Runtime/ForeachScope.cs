using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>$foreach</c>: where a loop is, and a place for variables of its own.</summary>
internal sealed class ForeachScope(object owner, object? previous) : IVtlObject
{
    private JsonMap? _storage;

    public object Owner { get; } = owner;

    /// <summary>The scope of the loop around this one.</summary>
    public ForeachScope? Parent { get; } = previous as ForeachScope;

    /// <summary>What <c>$foreach</c> was outside all loops.</summary>
    public object? Replaced { get; } = previous is ForeachScope outer ? outer.Replaced : previous;

    public int Index { get; set; } = -1;

    public bool HasNext { get; set; }

    public string Text => JavaText.Of(_storage ?? new JsonMap());

    public override string ToString() => Text;

    /// <summary>What a name means on a loop; templates settle it when they are compiled.</summary>
    public static LoopProperty PropertyOf(string name) => name switch
    {
        "index" or "Index" => LoopProperty.Index,
        "count" or "Count" => LoopProperty.Count,
        "hasNext" or "HasNext" => LoopProperty.HasNext,
        "first" or "First" => LoopProperty.First,
        "last" or "Last" => LoopProperty.Last,
        "parent" or "Parent" => LoopProperty.Parent,
        "topmost" or "Topmost" => LoopProperty.Topmost,
        "replaced" or "Replaced" => LoopProperty.Replaced,
        _ => LoopProperty.Stored,
    };

    public object? GetProperty(string name) => GetProperty(PropertyOf(name), name);

    public object? GetProperty(LoopProperty property, string name) => property switch
    {
        LoopProperty.Index => BoxedValues.Of(Index),
        LoopProperty.Count => BoxedValues.Of(Index + 1),
        LoopProperty.HasNext => BoxedValues.Of(HasNext),
        LoopProperty.First => BoxedValues.Of(Index < 1),
        LoopProperty.Last => BoxedValues.Of(!HasNext),
        LoopProperty.Parent => Parent,
        LoopProperty.Topmost => Topmost,
        LoopProperty.Replaced => Replaced,
        _ => Stored(name),
    };

    public bool TrySetProperty(string name, object? value)
    {
        MapMethods.Put(_storage ??= new JsonMap(), name, value);
        return true;
    }

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        if (arguments.IsEmpty && Getter(method) is { } property)
        {
            result = GetProperty(property);
            return true;
        }
        if (method == "get" && arguments.Length == 1)
        {
            result = arguments[0] is string name ? Stored(name) : null;
            return true;
        }
        if (method == "equals" && arguments.Length == 1 && ReferenceEquals(this, arguments[0]))
        {
            result = BoxedValues.True;
            return true;
        }
        return MapMethods.TryInvoke(_storage ??= new JsonMap(), method, arguments, out result);
    }

    private static string? Getter(string method) => method switch
    {
        "getIndex" => "index",
        "getCount" => "count",
        "hasNext" or "getHasNext" => "hasNext",
        "isFirst" or "getFirst" => "first",
        "isLast" or "getLast" => "last",
        "getParent" => "parent",
        "getTopmost" => "topmost",
        "getReplaced" => "replaced",
        _ => null,
    };

    private ForeachScope Topmost => Parent?.Topmost ?? this;

    private object? Stored(string name) =>
        _storage is not null && _storage.TryGetValue(name, out var value) ? value : Parent?.Stored(name);
}
