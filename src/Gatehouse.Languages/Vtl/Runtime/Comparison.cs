using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// Velocity's equality: numbers by value, like types by Java's <c>equals</c>, unlike types by their text.
/// </summary>
internal static class Comparison
{
    public static bool AreEqual(object? left, object? right)
    {
        if (left is string l && right is string r)
        {
            return string.Equals(l, r, StringComparison.Ordinal);
        }
        if (JavaNumber.IsNumber(left) && JavaNumber.IsNumber(right))
        {
            return Arithmetic.Compare(left!, right!) == 0;
        }
        if (left is null || right is null)
        {
            return (left is null ? null : ValueText.Of(left)) is null
                && (right is null ? null : ValueText.Of(right)) is null;
        }
        if (left.GetType() == right.GetType())
        {
            return left.Equals(right);
        }
        return string.Equals(ValueText.Of(left), ValueText.Of(right), StringComparison.Ordinal);
    }
}
