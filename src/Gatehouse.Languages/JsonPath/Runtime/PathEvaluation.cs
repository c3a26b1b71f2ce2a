using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>The state of one evaluation: the matches so far and how much work was done.</summary>
internal sealed class PathEvaluation
{
    private readonly VisitBudget _budget;

    public PathEvaluation(object? document)
        : this(document, new VisitBudget(), requireProperties: false)
    {
    }

    private PathEvaluation(object? document, VisitBudget budget, bool requireProperties)
    {
        Document = document;
        _budget = budget;
        RequireProperties = requireProperties;
    }

    /// <summary>What <c>$</c> means inside filters and function arguments.</summary>
    public object? Document { get; }

    public JsonList Matches { get; } = new();

    /// <summary>A definite part of the path led nowhere; the whole path did.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>
    /// Set while a filter asks whether a path exists: then a missing property ends the path wherever it is.
    /// </summary>
    public bool RequireProperties { get; }

    public void Miss() => IsMissing = true;

    public void Match(object? value)
    {
        if (Matches.Count >= JsonPathLimits.MaxResults)
        {
            throw new JsonPathEvaluationException("A path matched too many values.");
        }
        Matches.Add(value);
    }

    public void Visit() => _budget.Spend();

    /// <summary>A sub-evaluation for a path in a filter or an argument; it spends from the same budget.</summary>
    public PathEvaluation Nested(bool requireProperties = false) => new(Document, _budget, requireProperties);

    private sealed class VisitBudget
    {
        private int _left = JsonPathLimits.MaxVisitedValues;

        public void Spend()
        {
            if (--_left < 0)
            {
                throw new JsonPathEvaluationException("A path visited too many values.");
            }
        }
    }
}
