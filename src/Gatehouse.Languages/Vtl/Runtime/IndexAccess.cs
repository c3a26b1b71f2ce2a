using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary><c>[index]</c>: <c>get(index)</c> of a list or map. A negative whole number counts from the end.</summary>
internal sealed class IndexAccess(Expression index) : Access
{
    public override object? Follow(object target, VtlFrame frame)
    {
        var key = FromEnd(index.Evaluate(frame), target);
        switch (target)
        {
            case JsonMap map:
                return map[key];
            case JsonList { Form: not ListForm.Set } list:
                return key is int position ? ListMethods.Get(list, position) : null;
            case IVtlObject known when key is string name:
                return known.GetProperty(name);
            default:
                return null;
        }
    }

    public void Assign(object target, object? value, VtlFrame frame)
    {
        var key = FromEnd(index.Evaluate(frame), target);
        switch (target)
        {
            case JsonMap map:
                MapMethods.Put(map, key, value);
                break;
            case JsonList { Form: not ListForm.Set } list when key is int position:
                ListMethods.Set(list, position, value);
                break;
            case IVtlObject known when key is string name:
                known.TrySetProperty(name, value);
                break;
        }
    }

    private static object? FromEnd(object? key, object target)
    {
        if (key is not int position || position >= 0)
        {
            return key;
        }
        return target switch
        {
            JsonMap map => map.Count + position,
            JsonList list => list.Count + position,
            _ => throw new VtlRuntimeException("A negative index needs a value with a size."),
        };
    }
}
