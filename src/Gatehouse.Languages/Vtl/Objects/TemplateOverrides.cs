using Gatehouse.Languages.Json;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary>
/// What templates set under <c>$context.requestOverride</c> and <c>$context.responseOverride</c>. Applied by the caller
/// after the template has finished (rest-execution §6.6). A value may be a list: several values of one header.
/// </summary>
public sealed class TemplateOverrides
{
    private readonly HashSet<(string Place, string Name)> _assigned = [];

    public JsonMap RequestHeaders { get; } = new(1);

    public JsonMap RequestQueryString { get; } = new(1);

    public JsonMap RequestPath { get; } = new(1);

    public JsonMap ResponseHeaders { get; } = new(1);

    /// <summary>As the template set it; the caller honours a whole number from 100 to 599 only.</summary>
    public object? ResponseStatus { get; private set; }

    /// <summary>Nothing was overridden.</summary>
    public bool IsEmpty => ResponseStatus is null && ResponseHeaders.Count + RequestHeaders.Count == 0
        && RequestQueryString.Count + RequestPath.Count == 0;

    /// <summary>The rule that a parameter is overridden once counts within one template.</summary>
    internal void BeginTemplate() => _assigned.Clear();

    internal void Assign(string place, JsonMap target, string name, object? value)
    {
        MarkAssigned(place, name);
        target.Put(name, value);
    }

    internal void AssignStatus(object? value)
    {
        MarkAssigned("responseOverride", "status");
        ResponseStatus = value;
    }

    private void MarkAssigned(string place, string name)
    {
        if (!_assigned.Add((place, name)))
        {
            throw new VtlRuntimeException($"$context.{place}.{name} is overridden more than once.");
        }
    }
}
