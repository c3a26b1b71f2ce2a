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

    public static object? Invoke(PathFunction function, object? value, object?[] arguments) => function switch
    {
        PathFunction.Length => Length(value, arguments),
        PathFunction.Concatenate => Concatenate(value, arguments),
        PathFunction.Keys => Keys(value),
        PathFunction.First => ElementAt(value, 0),
        PathFunction.Last => ElementAt(value, -1),
        PathFunction.Index => ElementAt(value, IndexArgument(arguments)),
        PathFunction.Append => Append(value, arguments),
        _ => Aggregate(function, value, arguments),
    };

    private static JsonList? Keys(object? value) =>
        value is JsonMap map ? new JsonList(ListForm.Json, map.Entries.Select(each => each.Key)) : null;

    private static object? Length(object? value, object?[] arguments)
    {
        if (arguments is [JsonList argument, ..])
        {
            return argument.Count;
        }
        return value switch
        {
            JsonList list => list.Count,
            JsonMap map => map.Count,
            // A string has no length in Jayway: the function is about containers.
            _ => null,
        };
    }

    private static string Concatenate(object? value, object?[] arguments)
    {
        var own = value is JsonList list ? list.OfType<string>() : [];
        var given = Flatten(arguments).Where(each => each is not null).Select(JavaText.Of);
        return string.Concat(own.Concat(given));
    }

    // Jayway appends to the document itself. Here the document stays as it arrived and the longer list is new.
    private static object? Append(object? value, object?[] arguments) =>
        value is JsonList list ? new JsonList(ListForm.Json, list.Concat(arguments)) : value;

    private static object? ElementAt(object? value, int index)
    {
        if (value is not JsonList list)
        {
            throw new JsonPathEvaluationException(NothingToAggregate);
        }
        var position = index < 0 ? list.Count + index : index;
        if (position < 0 || position >= list.Count)
        {
            throw new JsonPathEvaluationException(
                $"Target index:{index} larger than object count:{list.Count}");
        }
        return list[position];
    }

    private static int IndexArgument(object?[] arguments)
    {
        foreach (var argument in Flatten(arguments))
        {
            if (JavaNumber.IsNumber(argument))
            {
                return (int)JsonNumber.ToDouble(argument!);
            }
        }
        throw new JsonPathEvaluationException("The function index() needs a number.");
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
            if (argument is JsonList list)
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
