namespace Gatehouse.Languages.Vtl.Objects;

/// <summary><c>$context</c> and its groups.</summary>
internal sealed class ContextObject(ITemplateContext? variables, TemplateOverrides? overrides, string prefix = "")
    : IVtlObject
{
    /// <summary>
    /// A group has no text: printed or tested it is like an undefined reference (rest-execution §6.4).
    /// </summary>
    public string? Text => null;

    public object? GetProperty(string name)
    {
        if (prefix.Length == 0 && overrides is not null)
        {
            switch (name)
            {
                case "requestOverride":
                    return new OverrideGroup(overrides, isRequest: true);
                case "responseOverride":
                    return new OverrideGroup(overrides, isRequest: false);
            }
        }
        if (variables is null)
        {
            return null;
        }
        var path = prefix + name;
        if (variables.Find(path) is { } value)
        {
            return value;
        }
        return variables.IsGroup(path) ? new ContextObject(variables, overrides, path + ".") : null;
    }

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        var isGet = method == "get" && arguments is [string];
        result = isGet ? GetProperty((string)arguments[0]!) : null;
        return isGet;
    }
}
