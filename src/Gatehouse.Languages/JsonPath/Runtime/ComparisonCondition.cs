using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.JsonPath.Runtime;

/// <summary><c>left operator right</c>.</summary>
/// <remarks>A combination of operands that makes no sense is not an error; the condition does not hold.</remarks>
internal sealed class ComparisonCondition(FilterOperand left, FilterOperator comparison, FilterOperand right)
    : FilterCondition
{
    public override bool Holds(object? item, PathEvaluation evaluation)
    {
        var l = left.Evaluate(item, evaluation);
        var r = right.Evaluate(item, evaluation);
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
            FilterOperator.Matches => Matches(l, r),
            FilterOperator.In => r.Value is JsonList list && Contains(list, l),
            FilterOperator.NotIn => r.Value is JsonMap || (r.Value is JsonList others && !Contains(others, l)),
            FilterOperator.Contains => ContainsValue(l, r),
            FilterOperator.SubsetOf => l.Value is JsonList part && r.Value is JsonList all && IsSubset(part, all),
            FilterOperator.AnyOf => l.Value is JsonList some && r.Value is JsonList any && Intersects(some, any),
            FilterOperator.NoneOf => l.Value is JsonList these && r.Value is JsonList no && !Intersects(these, no),
            FilterOperator.Size => r.Kind == FilterValueKind.Number && HasSize(l, r),
            FilterOperator.Empty => r.Value is bool expected && IsEmpty(l) == expected,
            // Jayway 2.9 cannot evaluate `all` in the text of a path: it never holds.
            _ => false,
        };
    }

    private static bool Matches(FilterValue l, FilterValue r)
    {
        if (l.Kind == FilterValueKind.Pattern == (r.Kind == FilterValueKind.Pattern))
        {
            return false;
        }
        var (pattern, input) = l.Value is JavaRegex regex ? (regex, r) : ((JavaRegex)r.Value!, l);
        if (input.Value is not JsonList list)
        {
            return pattern.IsFullMatch(Input(input));
        }
        foreach (var each in list)
        {
            if (pattern.IsFullMatch(Input(FilterValue.Of(each))))
            {
                return true;
            }
        }
        return false;
    }

    private static string Input(FilterValue value) =>
        value.Kind is FilterValueKind.Text or FilterValueKind.Number or FilterValueKind.Bool
            ? JavaText.Of(value.Value)
            : string.Empty;

    private static bool ContainsValue(FilterValue l, FilterValue r)
    {
        if (l.Kind == FilterValueKind.Text && r.Kind == FilterValueKind.Text)
        {
            return l.Text.Contains(r.Text, StringComparison.Ordinal);
        }
        return l.Value is JsonList list && Contains(list, r);
    }

    // Java asks the sought value whether it equals the element, so the sought one stands on the left.
    private static bool Contains(JsonList list, FilterValue sought)
    {
        foreach (var each in list)
        {
            if (sought.LooselyEquals(FilterValue.Of(each)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsSubset(JsonList part, JsonList all)
    {
        foreach (var each in part)
        {
            if (!Contains(all, FilterValue.Of(each)))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Intersects(JsonList some, JsonList others)
    {
        foreach (var each in some)
        {
            if (Contains(others, FilterValue.Of(each)))
            {
                return true;
            }
        }
        return false;
    }

    private static bool HasSize(FilterValue l, FilterValue r)
    {
        var expected = (int)JsonNumber.ToDouble(r.Value!);
        return l.Value switch
        {
            string text => text.Length == expected,
            JsonList list => list.Count == expected,
            // Jayway counts no object; it reports -1.
            JsonMap => expected == -1,
            _ => false,
        };
    }

    private static bool? IsEmpty(FilterValue value) => value.Value switch
    {
        string text => text.Length == 0,
        JsonList list => list.Count == 0,
        JsonMap map => map.Count == 0,
        _ => null,
    };
}
