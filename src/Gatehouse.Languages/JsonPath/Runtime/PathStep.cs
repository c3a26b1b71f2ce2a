namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>
/// One step of a path: a name, an index, a wildcard. Steps form a chain that is complete after compilation.
/// </summary>
internal abstract class PathStep
{
    public PathStep? Next { get; private set; }

    /// <summary>All steps before this one lead to one place only.</summary>
    public bool IsUpstreamDefinite { get; private set; } = true;

    /// <summary>This step leads to one place only.</summary>
    public abstract bool IsDefinite { get; }

    public abstract void Evaluate(object? value, PathEvaluation evaluation);

    /// <summary>The step of a path without branches. Only names and single indexes have it.</summary>
    public virtual bool TryStep(object? value, out object? next) => throw new NotSupportedException();

    /// <summary>Called once, while the chain is built.</summary>
    public void Link(PathStep next)
    {
        Next = next;
        next.IsUpstreamDefinite = IsUpstreamDefinite && IsDefinite;
    }

    protected void Proceed(object? value, PathEvaluation evaluation)
    {
        evaluation.Visit();
        if (Next is null)
        {
            evaluation.Match(value);
        }
        else if (!evaluation.IsMissing)
        {
            Next.Evaluate(value, evaluation);
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
