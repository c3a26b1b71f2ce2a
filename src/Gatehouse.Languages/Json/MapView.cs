namespace Gatehouse.Languages.Json;

/// <summary>The keys, the values or the entries of a map. Nothing can be added to them.</summary>
internal sealed class MapView(JsonMap map, Func<KeyValuePair<object?, object?>, object?> part) : ListView
{
    public override int Changes => map.Changes;

    public override int? LastCount => null;

    public override int Count => map.Count;

    public override object? Get(int index) => part(map.EntryAt(index));

    public override void Set(int index, object? value) => throw new NotSupportedException();

    public override void Insert(int index, object? value) => throw new NotSupportedException();

    public override void RemoveAt(int index) => map.Remove(map.EntryAt(index).Key, out _);

    public override void Clear() => map.Clear();
}
