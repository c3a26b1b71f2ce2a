using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// <c>.name</c>: an entry of a map, a property of an object, <c>getName()</c> or <c>isName()</c> of Java's types.
/// </summary>
internal sealed class PropertyAccess : Access
{
    private readonly string _name;
    private readonly LoopProperty _loopProperty;

    public PropertyAccess(string name)
    {
        _name = KnownNames.Add(name);
        _loopProperty = ForeachScope.PropertyOf(name);
    }

    public override object? Follow(object target, VtlFrame frame) => target switch
    {
        JsonMap map => map[_name],
        ForeachScope loop => loop.GetProperty(_loopProperty, _name),
        IVtlObject known => known.GetProperty(_name),
        string text => _name is "empty" or "Empty" ? BoxedValues.Of(text.Length == 0) : null,
        JsonList { Form: not ListForm.Array } list => _name is "empty" or "Empty" ? BoxedValues.Of(list.Count == 0) : null,
        double number => _name switch
        {
            "naN" or "NaN" => BoxedValues.Of(double.IsNaN(number)),
            "infinite" or "Infinite" => BoxedValues.Of(double.IsInfinity(number)),
            _ => null,
        },
        _ => null,
    };

    /// <summary>Sets the property, where there is one to set; elsewhere nothing happens, as in Velocity.</summary>
    public void Assign(object target, object? value)
    {
        switch (target)
        {
            case JsonMap map:
                MapMethods.Put(map, _name, value);
                break;
            case IVtlObject known:
                known.TrySetProperty(_name, value);
                break;
        }
    }
}
