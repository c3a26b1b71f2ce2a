using System.Collections.Immutable;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>.length()</c>, <c>.sum($.a, $.b)</c>: a value computed from the value here and from arguments.</summary>
internal sealed class FunctionStep(PathFunction function, ImmutableArray<FunctionArgument> arguments) : PathStep
{
    public PathFunction Function => function;

    public override bool IsDefinite => true;

    public FunctionStep WithArgument(FunctionArgument argument) => new(function, [argument]);

    public override void Evaluate(object? value, PathEvaluation evaluation)
    {
        evaluation.Visit();
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // The argument of length() is looked up from here, all others from the root of the document.
            var from = function == PathFunction.Length ? value : evaluation.Document;
            if (!arguments[i].TryEvaluate(from, evaluation, out values[i]))
            {
                evaluation.Miss();
                return;
            }
        }
        var result = PathFunctions.Invoke(function, value, values);
        evaluation.Match(result);
        Next?.Evaluate(result, evaluation);
    }
}
