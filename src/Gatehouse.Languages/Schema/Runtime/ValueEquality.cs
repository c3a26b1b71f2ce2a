using System.Text.Json;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>Equality as draft 4 §3.6 has it: numbers by value, objects whatever the order of their members.</summary>
internal static class ValueEquality
{
    /// <summary>Compares the values that both readers stand on; on equality both stand on the last tokens.</summary>
    public static bool AreEqual(
        scoped ref BodyWalk walk, scoped ref Utf8JsonReader left, scoped ref Utf8JsonReader right)
    {
        if (left.TokenType != right.TokenType || !walk.Spend(1))
        {
            return false;
        }
        switch (left.TokenType)
        {
            case JsonTokenType.String:
                return AreEqualTexts(ref left, ref right);
            case JsonTokenType.Number:
                return left.ValueSpan.SequenceEqual(right.ValueSpan)
                    || NumberText.Compare(new NumberText(left.ValueSpan), new NumberText(right.ValueSpan)) == 0;
            case JsonTokenType.StartArray:
                return AreEqualArrays(ref walk, ref left, ref right);
            case JsonTokenType.StartObject:
                return AreEqualObjects(ref walk, ref left, ref right);
            default:
                return true;
        }
    }

    public static bool AreEqualTexts(scoped ref Utf8JsonReader left, scoped ref Utf8JsonReader right)
    {
        if (!left.ValueIsEscaped && !right.ValueIsEscaped)
        {
            return left.ValueSpan.SequenceEqual(right.ValueSpan);
        }
        var one = StringText.Of(left.ValueSpan, stackalloc byte[StringText.StackBytes], out var rentedOne);
        var other = StringText.Of(right.ValueSpan, stackalloc byte[StringText.StackBytes], out var rentedOther);
        var areEqual = one.SequenceEqual(other);
        StringText.Return(rentedOne);
        StringText.Return(rentedOther);
        return areEqual;
    }

    private static bool AreEqualArrays(
        scoped ref BodyWalk walk, scoped ref Utf8JsonReader left, scoped ref Utf8JsonReader right)
    {
        while (true)
        {
            left.Read();
            right.Read();
            if (left.TokenType == JsonTokenType.EndArray || right.TokenType == JsonTokenType.EndArray)
            {
                return left.TokenType == right.TokenType;
            }
            if (!AreEqual(ref walk, ref left, ref right))
            {
                return false;
            }
        }
    }

    private static bool AreEqualObjects(
        scoped ref BodyWalk walk, scoped ref Utf8JsonReader left, scoped ref Utf8JsonReader right)
    {
        var leftStart = left;
        var rightStart = right;
        while (left.Read() && left.TokenType != JsonTokenType.EndObject)
        {
            var other = rightStart;
            if (!MoveToName(ref walk, ref other, ref left))
            {
                return false;
            }
            left.Read();
            other.Read();
            if (!AreEqual(ref walk, ref left, ref other))
            {
                return false;
            }
        }
        while (right.Read() && right.TokenType != JsonTokenType.EndObject)
        {
            var other = leftStart;
            if (!MoveToName(ref walk, ref other, ref right))
            {
                return false;
            }
            right.Read();
            right.Skip();
        }
        return true;
    }

    /// <summary>Moves a reader that stands on an object's start to the name that another one stands on.</summary>
    private static bool MoveToName(
        scoped ref BodyWalk walk, scoped ref Utf8JsonReader reader, scoped ref Utf8JsonReader name)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!walk.Spend(1))
            {
                return false;
            }
            if (AreEqualTexts(ref reader, ref name))
            {
                return true;
            }
            reader.Read();
            reader.Skip();
        }
        return false;
    }
}
