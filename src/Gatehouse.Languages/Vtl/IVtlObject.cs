namespace Gatehouse.Languages.Vtl;

/// <summary>
/// An object of the gateway that templates can reach. It offers what it lists and nothing else: no reflection.
/// </summary>
public interface IVtlObject
{
    /// <summary>What the object prints as; null renders, and tests, like an undefined reference.</summary>
    string? Text { get; }

    /// <summary><c>$object.name</c> and <c>$object['name']</c>; null when there is no such property.</summary>
    object? GetProperty(string name);

    /// <summary>
    /// <c>#set($object.name = value)</c>; false when the property cannot be set, which Velocity ignores.
    /// </summary>
    bool TrySetProperty(string name, object? value);

    /// <summary><c>$object.method(arguments)</c>; false when there is no such method for these arguments.</summary>
    bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result);
}
