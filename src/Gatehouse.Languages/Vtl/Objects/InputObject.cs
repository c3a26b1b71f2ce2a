using Gatehouse.Languages.Json;
using Gatehouse.Languages.JsonPath;

namespace Gatehouse.Languages.Vtl.Objects;

/// <summary><c>$input</c> (rest-execution §6.3).</summary>
internal sealed class InputObject(MappingTemplateInput mapping) : IVtlObject
{
    private JsonMap? _parameters;

    public string? Text => null;

    public object? GetProperty(string name) => name switch
    {
        "body" => mapping.Body.Text,
        "params" => AllParameters(),
        _ => null,
    };

    public bool TrySetProperty(string name, object? value) => false;

    public bool TryInvoke(string method, ReadOnlySpan<object?> arguments, out object? result)
    {
        switch (method, arguments.Length)
        {
            case ("json", 1) when arguments[0] is string path:
                result = Json(JsonPathCache.Get(path));
                return true;
            case ("path", 1) when arguments[0] is string path:
                result = JsonPathCache.Get(path).Evaluate(mapping.Body.Root).Value;
                return true;
            case ("params", 0):
                result = AllParameters();
                return true;
            case ("params", 1) when arguments[0] is string name:
                result = mapping.Parameters?.Find(name) ?? string.Empty;
                return true;
            case ("body", 0):
                result = mapping.Body.Text;
                return true;
            default:
                result = null;
                return false;
        }
    }

    /// <summary>A call whose path was compiled with the template.</summary>
    public object? Read(PathCall call) => call.IsJson
        ? Json(call.Program)
        : call.Program.Evaluate(mapping.Body.Root).Value;

    // A path that leads nowhere yields the JSON text of the empty string.
    private string Json(JsonPathProgram path)
    {
        var found = path.Evaluate(mapping.Body.Root);
        return found.IsMissing ? "\"\"" : JsonText.Write(found.Value);
    }

    private JsonMap AllParameters()
    {
        if (_parameters is null)
        {
            _parameters = new JsonMap(3);
            _parameters.Put("path", mapping.Parameters?.Path ?? new JsonMap());
            _parameters.Put("querystring", mapping.Parameters?.QueryString ?? new JsonMap());
            _parameters.Put("header", mapping.Parameters?.Header ?? new JsonMap());
        }
        return _parameters;
    }
}
