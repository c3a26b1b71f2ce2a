using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary><c>$context.requestOverride</c> or <c>$context.responseOverride</c>.</summary>
internal sealed class OverrideGroup(TemplateOverrides overrides, bool isRequest) : IVtlObject
{
    public string? Text => null;

    public object? GetProperty(string name) => (isRequest, name) switch
    {
        (true, "header") => new OverrideTarget(overrides, "requestOverride.header", overrides.RequestHeaders),
        (true, "querystring") => new OverrideTarget(
            overrides, "requestOverride.querystring", overrides.RequestQueryString),
        (true, "path") => new OverrideTarget(overrides, "requestOverride.path", overrides.RequestPath),
        (false, "header") => new OverrideTarget(overrides, "responseOverride.header", overrides.ResponseHeaders),
        (false, "status") => overrides.ResponseStatus,
        _ => null,
    };

    public bool TrySetProperty(string name, object? value)
    {
        if (isRequest || name != "status")
        {
            return false;
        }
        overrides.AssignStatus(value);
        return true;
    }

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        result = null;
        return false;
    }
}

/// <summary>A set of parameters that templates override by name.</summary>
internal sealed class OverrideTarget(TemplateOverrides overrides, string place, JsonMap target) : IVtlObject
{
    public string? Text => target.Count == 0 ? null : Java.JavaText.Of(target);

    public object? GetProperty(string name) => target[name];

    public bool TrySetProperty(string name, object? value)
    {
        overrides.Assign(place, target, name, value);
        return true;
    }

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        switch (method, arguments.Length)
        {
            case ("get", 1) when arguments[0] is string name:
                result = target[name];
                return true;
            case ("put", 2) when arguments[0] is string name:
                result = target[name];
                overrides.Assign(place, target, name, arguments[1]);
                return true;
            default:
                result = null;
                return false;
        }
    }
}
