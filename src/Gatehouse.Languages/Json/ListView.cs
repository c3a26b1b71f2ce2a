namespace Gatehouse.Languages.Json;

/// <summary>
/// What makes a list show a part of something else, as Java's <c>keySet()</c> and <c>subList()</c> do: it shows it as it is
/// now, and a change of the list is a change of the whole.
/// </summary>
internal abstract class ListView
{
    /// <summary>Counts the additions to and removals from the whole.</summary>
    public abstract int Changes { get; }

    /// <summary>How many elements the list had when it was last looked at, for a loop that goes on with them.</summary>
    public abstract int? LastCount { get; }

    /// <summary>How many views stand between this and a list of its own.</summary>
    public virtual int Depth => 1;

    public abstract int Count { get; }

    public abstract object? Get(int index);

    public abstract void Set(int index, object? value);

    public abstract void Insert(int index, object? value);

    public abstract void RemoveAt(int index);

    public abstract void Clear();
}
