using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>left operator right</c>.</summary>
internal sealed class ComparisonCondition(FilterOperand left, FilterOperator comparison, FilterOperand right)
    : FilterCondition
{
    public override bool? Holds(object? item, PathEvaluation evaluation)
    {
        if (!left.TryEvaluate(item, evaluation, out var l) || !right.TryEvaluate(item, evaluation, out var r))
        {
            return null;
        }
        return comparison switch
        {
            FilterOperator.Equal => l.LooselyEquals(r),
            FilterOperator.NotEqual => !l.LooselyEquals(r),
            FilterOperator.SameTypeAndEqual => l.Kind == r.Kind && l.LooselyEquals(r),
            FilterOperator.NotSameTypeOrEqual => l.Kind != r.Kind || !l.LooselyEquals(r),
            FilterOperator.Less => l.CompareTo(r) < 0,
            FilterOperator.LessOrEqual => l.CompareTo(r) <= 0,
            FilterOperator.Greater => l.CompareTo(r) > 0,
            FilterOperator.GreaterOrEqual => l.CompareTo(r) >= 0,
            FilterOperator.Matches => Matches(l, r, evaluation),
            FilterOperator.In => IsIn(l, r, evaluation),
            FilterOperator.NotIn => !IsIn(l, r, evaluation),
            FilterOperator.Contains => ContainsValue(l, r, evaluation),
            FilterOperator.SubsetOf or FilterOperator.AnyOf or FilterOperator.NoneOf =>
                CompareLists(l, r, evaluation),
            FilterOperator.Size => r.Kind == FilterValueKind.Number && HasSize(l, r),
            FilterOperator.Empty => HasEmptiness(l, r),
            // Jayway 2.9 cannot evaluate `all` in the text of a path: its right side is never a list of values.
            _ => null,
        };
    }

    private static List<FilterValue> Elements(JsonList list, PathEvaluation evaluation)
    {
        evaluation.Visit(list.Count);
        var elements = new List<FilterValue>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            elements.Add(FilterValue.OfElement(list[i], evaluation));
        }
        return elements;
    }

    private static bool Matches(FilterValue l, FilterValue r, PathEvaluation evaluation)
    {
        if (l.Kind == FilterValueKind.Pattern == (r.Kind == FilterValueKind.Pattern))
        {
            return false;
        }
        var (pattern, input) = l.Value is JavaRegex regex ? (regex, r) : ((JavaRegex)r.Value!, l);
        try
        {
            return input.Readable().Value is JsonList list
                ? Elements(list, evaluation).Exists(each => pattern.IsFullMatch(Input(each)))
                : pattern.IsFullMatch(Input(input));
        }
        catch (JavaRegexException late)
        {
            throw new JsonPathEvaluationException(late.Message, late);
        }
    }

    private static string Input(FilterValue value) => value.Kind switch
    {
        FilterValueKind.Text => value.Text,
        FilterValueKind.Number => value.NumberText(),
        FilterValueKind.Bool => JavaText.Of(value.Value),
        _ => string.Empty,
    };

    // An object on the right holds nothing; anything else that is no array cannot be asked.
    private static bool? IsIn(FilterValue l, FilterValue r, PathEvaluation evaluation) => r.Readable().Value switch
    {
        JsonList list => Elements(list, evaluation).Exists(l.EqualsElement),
        JsonMap => false,
        _ => null,
    };

    private static bool ContainsValue(FilterValue l, FilterValue r, PathEvaluation evaluation)
    {
        if (l.Kind == FilterValueKind.Text && r.Kind == FilterValueKind.Text)
        {
            return l.Text.Contains(r.Text, StringComparison.Ordinal);
        }
        return l.Readable().Value is JsonList list && Elements(list, evaluation).Exists(r.EqualsElement);
    }

    private bool? CompareLists(FilterValue l, FilterValue r, PathEvaluation evaluation)
    {
        if (r.Readable().Value is not JsonList all)
        {
            return r.Value is JsonMap ? false : null;
        }
        var others = Elements(all, evaluation);
        if (l.Readable().Value is not JsonList part)
        {
            return l.Value is JsonMap ? false : null;
        }
        var own = Elements(part, evaluation);
        return comparison switch
        {
            FilterOperator.SubsetOf => own.TrueForAll(each => others.Exists(each.EqualsElement)),
            FilterOperator.AnyOf => own.Exists(each => others.Exists(each.EqualsElement)),
            _ => !own.Exists(each => others.Exists(each.EqualsElement)),
        };
    }

    private static bool HasSize(FilterValue l, FilterValue r)
    {
        var expected = r.Value is int || !JavaBigDecimal.TryParse(r.NumberText(), out var exact)
            ? JsonNumber.ToInt(r.Value!)
            : JsonNumber.ToInt(exact);
        return l.Readable().Value switch
        {
            string text => text.Length == expected,
            JsonList list => list.Count == expected,
            // Jayway counts no object; it reports -1.
            JsonMap => expected == -1,
            _ => false,
        };
    }

    private static bool? HasEmptiness(FilterValue l, FilterValue r)
    {
        bool isEmpty;
        switch (l.Readable().Value)
        {
            case string text:
                isEmpty = text.Length == 0;
                break;
            case JsonList list:
                isEmpty = list.Count == 0;
                break;
            case JsonMap:
                // Jayway casts the object to a collection and fails.
                throw new JsonPathEvaluationException("An object is neither empty nor not.");
            default:
                return false;
        }
        return r.Value is bool expected ? isEmpty == expected : null;
    }
}
