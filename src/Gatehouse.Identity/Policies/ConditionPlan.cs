using System.Collections.Immutable;

namespace Gatehouse.Identity.Policies;

/// <summary>One operator over one key (security §2.3).</summary>
internal sealed class ConditionPlan
{
    private readonly ConditionOperator _operator;
    private readonly ConditionTest _test;

    private ConditionPlan(ConditionOperator kind, ContextKey key, ConditionTest test)
    {
        _operator = kind;
        Key = key;
        _test = test;
    }

    public ContextKey Key { get; }

    public IEnumerable<ContextKey> Variables => _test.Variables;

    /// <returns><see langword="null"/> for an operator or a value that is not understood.</returns>
    public static ConditionPlan? Compile(
        string operatorName, string keyName, ImmutableArray<string> values, bool hasVariables)
    {
        return ConditionOperator.Find(operatorName) is { } known
            && keyName.Length > 0
            && ConditionTest.Compile(known.Comparison, values, hasVariables) is { } test
            ? new ConditionPlan(known, ContextKey.Of(keyName), test)
            : null;
    }

    /// <summary>Allocates nothing.</summary>
    public Match Evaluate(in PolicyRequest request)
    {
        var actual = request.Find(Key);
        if (Key.IsOfResource && !actual.IsPresent)
        {
            return Match.Unknown;
        }

        if (_operator.Comparison == Comparison.Null)
        {
            return _test.Evaluate(request, actual.IsNull() ? "true" : "false");
        }

        if (!actual.IsPresent)
        {
            return Matches.Of(
                _operator.IfExists
                || _operator.Quantifier == Quantifier.ForAllValues
                || (_operator.IsNegated && _operator.Quantifier == Quantifier.None));
        }

        return _operator.Quantifier switch
        {
            Quantifier.ForAllValues => ForAll(request, actual),
            Quantifier.ForAnyValue => ForAny(request, actual),
            _ => Plain(request, actual),
        };
    }

    /// <summary>
    /// A key with several values and an operator without a prefix: any of them may match, as seen in practice
    /// (unconfirmed); a negation turns the whole round.
    /// </summary>
    private Match Plain(in PolicyRequest request, ContextValue actual)
    {
        var match = actual.Count == 0 ? _test.Evaluate(request, "") : Match.No;
        for (var i = 0; i < actual.Count && match != Match.Yes; i++)
        {
            match = match.Or(_test.Evaluate(request, actual[i]));
        }

        return _operator.IsNegated ? match.Not() : match;
    }

    private Match ForAll(in PolicyRequest request, ContextValue actual)
    {
        var match = Match.Yes;
        if (actual.IsNull())
        {
            return match;
        }

        for (var i = 0; i < actual.Count; i++)
        {
            match = match.And(One(request, actual[i]));
        }

        return match;
    }

    private Match ForAny(in PolicyRequest request, ContextValue actual)
    {
        var match = Match.No;
        if (actual.IsNull())
        {
            return match;
        }

        for (var i = 0; i < actual.Count; i++)
        {
            match = match.Or(One(request, actual[i]));
        }

        return match;
    }

    private Match One(in PolicyRequest request, ReadOnlySpan<char> value)
    {
        var match = _test.Evaluate(request, value);
        return _operator.IsNegated ? match.Not() : match;
    }
}
