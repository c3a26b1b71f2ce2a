using System.Runtime.CompilerServices;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// One step of a path: a name, an index, a wildcard. Steps form a chain that is complete after compilation.
/// </summary>
internal abstract class PathStep
{
    public PathStep? Next { get; private set; }

    public PathStep? Previous { get; private set; }

    /// <summary>All steps before this one lead to one place only.</summary>
    public bool IsUpstreamDefinite { get; private set; } = true;

    /// <summary>This step leads to one place only.</summary>
    public abstract bool IsDefinite { get; }

    public abstract void Evaluate(object? value, PathEvaluation evaluation);

    /// <summary>The step of a path without branches. Only names and single indexes have it.</summary>
    public virtual bool TryStep(object? value, out object? next) => throw new NotSupportedException();

    /// <summary>Links steps to a chain, once, while a path is compiled. Answers the first.</summary>
    public static PathStep? Chain(IReadOnlyList<PathStep> steps)
    {
        for (var i = 1; i < steps.Count; i++)
        {
            steps[i - 1].Next = steps[i];
            steps[i].Previous = steps[i - 1];
        }
        // Whether a step is definite may depend on what follows it, so this comes second.
        for (var i = 1; i < steps.Count; i++)
        {
            steps[i].IsUpstreamDefinite = steps[i - 1].IsUpstreamDefinite && steps[i - 1].IsDefinite;
        }
        return steps.Count > 0 ? steps[0] : null;
    }

    /// <summary>Ends the chain here: what followed belongs to another path.</summary>
    public void EndChain() => Next = null;

    /// <summary>Takes over the place of another step in its chain.</summary>
    protected void TakePlaceOf(PathStep other)
    {
        Next = other.Next;
        IsUpstreamDefinite = other.IsUpstreamDefinite;
    }

    protected void Proceed(object? value, PathEvaluation evaluation)
    {
        evaluation.Visit();
        if (Next is null)
        {
            evaluation.Match(value);
        }
        else if (!evaluation.HasEnded)
        {
            GuardStack();
            Next.Evaluate(value, evaluation);
        }
    }

    /// <summary>As <see cref="Proceed"/> with an element of an array.</summary>
    protected void ProceedWithElement(JsonList list, int position, PathEvaluation evaluation)
    {
        Proceed(list[position], evaluation);
        evaluation.Forgive(PathEnding.OutOfRange);
    }

    /// <summary>As <see cref="Proceed"/> with a member of an object.</summary>
    protected void ProceedWithMember(object? value, PathEvaluation evaluation)
    {
        if (Next is not null || evaluation.MayRecord(this))
        {
            Proceed(value, evaluation);
        }
        else
        {
            evaluation.Visit();
        }
    }

    /// <summary>A document that a template built may be deeper than any that arrives.</summary>
    protected static void GuardStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonPathEvaluationException("A path goes too deep.");
        }
    }

    protected void MissIfUpstreamDefinite(PathEvaluation evaluation)
    {
        if (IsUpstreamDefinite)
        {
            evaluation.Miss();
        }
    }
}
