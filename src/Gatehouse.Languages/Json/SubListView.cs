namespace Gatehouse.Languages.Json;

/// <summary>
/// Some of the elements of a list. When the list grows or shrinks by any other way, this view is void, as in Java.
/// </summary>
internal sealed class SubListView(JsonList whole, int start, int count) : ListView
{
    // A part of a part of a part: each step goes through all of them.
    private const int DeepestPart = 20;

    private readonly int _depth = whole.PartDepth < DeepestPart
        ? whole.PartDepth + 1
        : throw new JsonLimitException("A part of a list is nested too deeply in other parts.");

    private int _count = count;
    private int _changes = whole.Changes;

    public override int Changes => whole.Changes;

    public override int? LastCount => _count;

    public override int Depth => _depth;

    public override int Count => whole.Changes == _changes
        ? _count
        : throw new JsonLimitException("java.util.ConcurrentModificationException");

    public override object? Get(int index) => whole[start + index];

    public override void Set(int index, object? value) => whole[start + index] = value;

    public override void Insert(int index, object? value)
    {
        RefuseForArrays();
        whole.Insert(start + index, value);
        _count++;
        _changes = whole.Changes;
    }

    public override void RemoveAt(int index)
    {
        RefuseForArrays();
        whole.RemoveAt(start + index);
        _count--;
        _changes = whole.Changes;
    }

    public override void Clear()
    {
        while (_count > 0)
        {
            RemoveAt(_count - 1);
        }
    }

    private void RefuseForArrays()
    {
        if (whole.Form == ListForm.Array)
        {
            throw new JsonLimitException("java.lang.UnsupportedOperationException");
        }
    }
}
