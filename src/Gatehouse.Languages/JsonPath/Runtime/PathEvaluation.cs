using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The state of one evaluation: the matches so far and how much work was done.</summary>
internal sealed class PathEvaluation
{
    private readonly SharedState _shared;

    public PathEvaluation(object? document)
        : this(document, new SharedState(), requireProperties: false)
    {
    }

    private PathEvaluation(object? document, SharedState shared, bool requireProperties)
    {
        Document = document;
        _shared = shared;
        RequireProperties = requireProperties;
    }

    /// <summary>What <c>$</c> means inside filters and function arguments.</summary>
    public object? Document { get; }

    public JsonList Matches { get; } = new();

    /// <summary>Why the evaluation is over, or None.</summary>
    public PathEnding Ending { get; private set; }

    public bool HasEnded => Ending != PathEnding.None;

    /// <summary>
    /// Set while a filter asks whether a path exists: then a missing property ends the path wherever it is.
    /// </summary>
    public bool RequireProperties { get; }

    public void Miss() => End(PathEnding.Missing);

    public void End(PathEnding ending) => Ending = ending;

    /// <summary>Goes on after an ending of this kind, if that is how the evaluation ended.</summary>
    public void Forgive(PathEnding ending)
    {
        if (Ending == ending)
        {
            Ending = PathEnding.None;
        }
    }

    public void Match(object? value)
    {
        if (Matches.Count >= JsonPathLimits.MaxResults)
        {
            throw new JsonPathEvaluationException("A path matched too many values.");
        }
        Matches.Add(value);
    }

    /// <summary>Remembers that a scan brought a step to this element of an array.</summary>
    public void SetScannedIndex(PathStep step, int index) =>
        (_shared.ScannedIndexes ??= [])[step] = index;

    /// <summary>
    /// Whether the last step of a path may record what it found. After a scan has brought it to an element of an array
    /// it may only where the step before it names the index of that element.
    /// </summary>
    public bool MayRecord(PathStep last) =>
        _shared.ScannedIndexes is null
        || !_shared.ScannedIndexes.TryGetValue(last, out var index)
        || (PreviousOf(last) is IndexStep { OnlyIndex: { } named } && named == index);

    // Jayway asks for the step before the end that the path had before length() lengthened it.
    private static PathStep? PreviousOf(PathStep last) =>
        last is WildcardStep { IsAppended: true } ? last.Previous?.Previous : last.Previous;

    public void Visit() => _shared.Spend(1);

    /// <summary>Counts work that is worth so many visits.</summary>
    public void Visit(int count) => _shared.Spend(count);

    /// <summary>A sub-evaluation for a path in a filter or an argument; it spends from the same budget.</summary>
    public PathEvaluation Nested(bool requireProperties = false) =>
        new(Document, _shared, requireProperties || RequireProperties);

    /// <summary>As <see cref="Nested(bool)"/>, with another meaning of <c>$</c>.</summary>
    public PathEvaluation NestedAt(object? document) => new(document, _shared, RequireProperties);

    // What an evaluation has in common with those of the paths in its filters and arguments.
    private sealed class SharedState
    {
        private int _left = JsonPathLimits.MaxVisitedValues;

        public Dictionary<PathStep, int>? ScannedIndexes { get; set; }

        public void Spend(int count)
        {
            WorkMeter.Add(count);
            _left -= count;
            if (_left < 0)
            {
                throw new JsonPathEvaluationException("A path visited too many values.");
            }
        }
    }
}
