using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// <c>.name</c>: an entry of a map, a property of an object, <c>getName()</c> or <c>isName()</c> of Java's types.
/// </summary>
internal sealed class PropertyAccess(string name) : Access
{
    public override object? Follow(object target, VtlFrame frame) => target switch
    {
        JsonMap map => map[name],
        IVtlObject known => known.GetProperty(name),
        string text => name is "empty" or "Empty" ? Boxes.Of(text.Length == 0) : null,
        JsonList { Form: not ListForm.Array } list => name is "empty" or "Empty" ? Boxes.Of(list.Count == 0) : null,
        _ => null,
    };

    /// <summary>Sets the property, where there is one to set; elsewhere nothing happens, as in Velocity.</summary>
    public void Assign(object target, object? value)
    {
        switch (target)
        {
            case JsonMap map:
                MapMethods.Put(map, name, value);
                break;
            case IVtlObject known:
                known.TrySetProperty(name, value);
                break;
        }
    }
}
