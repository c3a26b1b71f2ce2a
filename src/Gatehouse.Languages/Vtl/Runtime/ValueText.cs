using Gatehouse.Languages.Java;
using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>What values print as.</summary>
internal static class ValueText
{
    /// <summary>The text of a value; null for an object that has none.</summary>
    public static string? Of(object value)
    {
        try
        {
            return value is IVtlObject known ? known.Text : JavaText.Of(value);
        }
        catch (JsonLimitException limit)
        {
            throw new VtlRuntimeException(limit.Message, limit);
        }
    }

    /// <summary>Whether a value counts as true: anything but null, false, and what prints as nothing at all.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool flag => flag,
        IVtlObject known => known.Text is not null,
        _ => true,
    };
}
