using System.Collections.Immutable;
using Gatehouse.Execution.Validation;
using Gatehouse.Languages.Schema;
using Gatehouse.Languages.Schema.Compilation;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// Compiles the models of an API's requests: each once, shared by all methods that name it, and only those that some
/// method validates with.
/// </summary>
internal sealed class ModelCompiler(StageContext context)
{
    /// <summary>May be named even when the API has no such model any more (rest-control-plane §2.18).</summary>
    private const string EmptyName = "Empty";

    private const string EmptySchema = """{"type":"object"}""";

    private readonly Dictionary<string, RequestModel> _models = new(StringComparer.Ordinal);
    private JsonSchemaCompiler? _compiler;

    public RequestModelSet Compile(ImmutableSortedDictionary<string, string> byMediaType) =>
        new(byMediaType.Select(entry => KeyValuePair.Create(entry.Key, Model(entry.Value))));

    private RequestModel Model(string name)
    {
        if (!_models.TryGetValue(name, out var model))
        {
            model = CompileModel(name);
            _models.Add(name, model);
        }

        return model;
    }

    private RequestModel CompileModel(string name)
    {
        _compiler ??= new JsonSchemaCompiler(FindSchema);
        try
        {
            return _compiler.CompileModel(context.ApiId, name) is { } program
                ? new RequestModel(program)
                : new RequestModel($"There is no model {name}");
        }
        catch (SchemaException exception)
        {
            return new RequestModel($"The model {name} is not valid: {exception.Message}");
        }
    }

    // References reach models of the same API only (sheet §4.3).
    private string? FindSchema(string apiId, string name) => apiId != context.ApiId
        ? null
        : context.Definition.Models.FirstOrDefault(model => model.Name == name)?.Schema
            ?? (name == EmptyName ? EmptySchema : null);
}
