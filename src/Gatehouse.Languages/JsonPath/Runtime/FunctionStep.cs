using System.Collections.Immutable;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>.length()</c>, <c>.sum($.a, $.b)</c>: a value computed from the value here and from arguments.</summary>
/// <remarks>A function without a name that Jayway knows fails when it is reached, not when the path is compiled.</remarks>
internal sealed class FunctionStep(PathFunction? function, ImmutableArray<FunctionArgument> arguments) : PathStep
{
    public PathFunction? Function => function;

    public override bool IsDefinite => true;

    /// <summary>This step, with another argument in place of its own, and with what follows it.</summary>
    public FunctionStep WithArgument(FunctionArgument argument)
    {
        var step = new FunctionStep(function, [argument]);
        step.TakePlaceOf(this);
        return step;
    }

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        evaluation.Visit();
        if (function is not { } known)
        {
            evaluation.End(PathEnding.Invalid);
            return;
        }
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if ((arguments[i].Path is not null || UsesConstants(known, value))
                && !arguments[i].TryEvaluate(evaluation, out values[i]))
            {
                return;
            }
        }
        var result = known == PathFunction.Length && arguments.Length > 0
            ? LengthOfArgument(value, evaluation)
            : PathFunctions.Invoke(known, value, values, evaluation);
        if (evaluation.HasEnded)
        {
            return;
        }
        evaluation.Match(result);
        Next?.Evaluate(result, evaluation);
    }

    private static bool UsesConstants(PathFunction known, object? value) => known switch
    {
        PathFunction.Keys or PathFunction.First or PathFunction.Last => false,
        PathFunction.Append => value is JsonList,
        _ => true,
    };

    // The argument of length() is looked up a second time, from here and with its children. When it is definite Jayway
    // takes the last child for the list of them, and then counts the members of that, or else those of the value here.
    private object? LengthOfArgument(object? value, PathEvaluation evaluation)
    {
        var argument = arguments[0];
        var path = argument.Children ?? argument.Path
            ?? throw new JsonPathEvaluationException("length() counts the members of a path.");
        if (!FunctionArgument.TryFollow(path, value, evaluation, out var found))
        {
            return null;
        }
        if (argument.Children is not null && argument.Path!.IsDefinite && !path.IsDefinite)
        {
            if (found is not JsonList { Count: > 0 } children)
            {
                evaluation.Miss();
                return null;
            }
            found = children[^1];
        }
        return found is JsonList { Form: not ListForm.Set } list ? list.Count : PathFunctions.Invoke(PathFunction.Length, value, [], evaluation);
    }
}
