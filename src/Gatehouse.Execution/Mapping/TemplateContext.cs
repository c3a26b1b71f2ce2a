using Gatehouse.Execution.Rest;
using Gatehouse.Languages.Vtl.Objects;

namespace Gatehouse.Execution.Mapping;

/// <summary><c>$context</c> of a template: the same variables that parameter mapping reads.</summary>
internal sealed class TemplateContext(RestCall call) : ITemplateContext
{
    public object? Find(string name) => ContextVariables.Find(name)?.Invoke(new MappingScope(call.Request, call));

    public bool IsGroup(string name) => ContextVariables.IsGroup(name);
}
