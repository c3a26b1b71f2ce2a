using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary>What the functions of paths compute.</summary>
internal static class PathFunctions
{
    private const string NothingToAggregate = "Aggregation function attempted to calculate value using empty array";

    public static bool TryFind(string name, out PathFunction function)
    {
        PathFunction? found = name switch
        {
            "length" or "size" => PathFunction.Length,
            "min" => PathFunction.Min,
            "max" => PathFunction.Max,
            "avg" => PathFunction.Average,
            "sum" => PathFunction.Sum,
            "stddev" => PathFunction.StandardDeviation,
            "concat" => PathFunction.Concatenate,
            "keys" => PathFunction.Keys,
            "first" => PathFunction.First,
            "last" => PathFunction.Last,
            "index" => PathFunction.Index,
            "append" => PathFunction.Append,
            _ => null,
        };
        function = found.GetValueOrDefault();
        return found is not null;
    }

    public static object? Invoke(
        PathFunction function, object? value, object?[] arguments, PathEvaluation evaluation) => function switch
    {
        PathFunction.Length => Length(value),
        PathFunction.Concatenate => Concatenate(value, arguments),
        PathFunction.Keys => Keys(value),
        PathFunction.First => ElementAt(value, 0, evaluation),
        PathFunction.Last => ElementAt(value, -1, evaluation),
        PathFunction.Index => ElementAt(value, IndexArgument(arguments), evaluation),
        PathFunction.Append => Append(value, arguments),
        _ => Aggregate(function, value, arguments),
    };

    // Java's set of keys: it has no index, other functions do not look into it, and it prints as [a, b].
    private static JsonList? Keys(object? value) =>
        value is JsonMap map ? new JsonList(ListForm.Set, map.Entries.Select(each => each.Key)) : null;

    private static object? Length(object? value) => value switch
    {
        JsonList list => list.Count,
        JsonMap map => map.Count,
        // A string has no length in Jayway: the function is about containers.
        _ => null,
    };

    private static string Concatenate(object? value, object?[] arguments)
    {
        var own = value is JsonList list ? list.OfType<string>() : [];
        var given = Flatten(arguments).Where(each => each is not null).Select(JavaText.Of);
        return string.Concat(own.Concat(given));
    }

    // Jayway appends to the document itself. Here the document stays as it arrived and the longer list is new.
    private static object? Append(object? value, object?[] arguments) =>
        value is JsonList list ? new JsonList(ListForm.Json, list.Concat(arguments)) : value;

    // Jayway finds no first element from the end: last() of a list of one fails.
    private static object? ElementAt(object? value, int? index, PathEvaluation evaluation)
    {
        if (value is not JsonList list)
        {
            throw new JsonPathEvaluationException(NothingToAggregate);
        }
        if (index is not { } given || given >= list.Count)
        {
            evaluation.End(PathEnding.OutOfRange);
            return null;
        }
        var position = given < 0 ? list.Count + given : given;
        if (given < 0 && position <= 0)
        {
            throw new JsonPathEvaluationException(
                $"Target index:{given} larger than object count:{list.Count}");
        }
        return list[position];
    }

    private static int? IndexArgument(object?[] arguments)
    {
        foreach (var argument in Flatten(arguments))
        {
            if (JavaNumber.IsNumber(argument))
            {
                return JsonNumber.ToInt(argument!);
            }
        }
        return null;
    }

    private static double Aggregate(PathFunction function, object? value, object?[] arguments)
    {
        var own = value is JsonList list ? list : Enumerable.Empty<object?>();
        var count = 0;
        double sum = 0, squares = 0;
        // The starting values are Jayway's: the greatest of negative numbers alone is therefore Double.MIN_VALUE.
        double min = double.MaxValue, max = double.Epsilon;
        foreach (var item in own.Concat(Flatten(arguments)))
        {
            if (!JavaNumber.IsNumber(item))
            {
                continue;
            }
            var number = JsonNumber.ToDouble(item!);
            count++;
            sum += number;
            squares += number * number;
            min = number < min ? number : min;
            max = number > max ? number : max;
        }
        if (count == 0)
        {
            throw new JsonPathEvaluationException(NothingToAggregate);
        }
        return function switch
        {
            PathFunction.Min => min,
            PathFunction.Max => max,
            PathFunction.Sum => sum,
            PathFunction.Average => sum / count,
            _ => Math.Sqrt((squares / count) - (sum * sum / count / count)),
        };
    }

    private static IEnumerable<object?> Flatten(object?[] arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is JsonList { Form: not ListForm.Set } list)
            {
                foreach (var item in list)
                {
                    yield return item;
                }
            }
            else
            {
                yield return argument;
            }
        }
    }
}
