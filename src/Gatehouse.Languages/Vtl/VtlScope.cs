using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Languages.Vtl;

/// <summary>The variables that a template finds when it starts. Cheap to make: one per rendering.</summary>
public sealed class VtlScope
{
    private readonly MappingTemplateInput? _mapping;
    private Dictionary<string, object?>? _variables;
    private InputObject? _input;

    public VtlScope()
    {
    }

    private VtlScope(MappingTemplateInput mapping) => _mapping = mapping;

    /// <summary>
    /// The scope of a mapping template: <c>$input</c>, <c>$util</c>, <c>$context</c>, <c>$stageVariables</c>. Each is
    /// made when the template names it.
    /// </summary>
    public static VtlScope ForMapping(MappingTemplateInput mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        mapping.Overrides?.BeginTemplate();
        return new VtlScope(mapping);
    }

    /// <summary>Adds a variable, or replaces one.</summary>
    public VtlScope Set(string name, object? value)
    {
        (_variables ??= new Dictionary<string, object?>(StringComparer.Ordinal))[name] = value;
        return this;
    }

    public object? Get(string name)
    {
        if (_variables is not null && _variables.TryGetValue(name, out var value))
        {
            return value;
        }
        if (_mapping is null)
        {
            return null;
        }
        return name switch
        {
            "input" => _input ??= new InputObject(_mapping),
            "util" => UtilObject.Instance,
            "context" => new ContextObject(_mapping.Context, _mapping.Overrides),
            "stageVariables" => _mapping.StageVariables,
            _ => null,
        };
    }
}
