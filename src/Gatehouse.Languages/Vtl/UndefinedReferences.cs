namespace Gatehouse.Languages.Vtl;

/// <summary>What a reference without a value renders as.</summary>
public enum UndefinedReferences
{
    /// <summary>Nothing, as in API Gateway (rest-execution §6.2).</summary>
    Empty = 0,

    /// <summary>The text of the reference, as in stock Velocity. For comparison with it.</summary>
    SourceText = 1,
}
