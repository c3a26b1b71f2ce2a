using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Mapping;

/// <summary>A compiled source of a parameter mapping (sheet §5.4 and §5.7).</summary>
internal abstract class ValueExpression
{
    /// <summary>A value that no request changes; known at publish.</summary>
    public virtual string? Constant => null;

    /// <summary>Reads the whole body; the body must then be held.</summary>
    public virtual bool ReadsBody => false;

    /// <summary>
    /// Reads one value, or several where the expression is a multi-value one. Empty: the target is left out.
    /// </summary>
    /// <exception cref="MappingException">The body is not the JSON that the expression needs.</exception>
    public abstract StringValues Read(in MappingScope scope);

    /// <summary>For targets with one value: several are comma-joined (sheet §5.4).</summary>
    public string? ReadSingle(in MappingScope scope)
    {
        var values = Read(scope);
        return values.Count switch
        {
            0 => null,
            1 => values[0],
            _ => string.Join(',', (IEnumerable<string?>)values),
        };
    }
}

/// <summary>A mapping met a body that is not JSON; the step that mapped turns it into the phase's fault.</summary>
internal sealed class MappingException(string message) : Exception(message);

internal sealed class LiteralValue(string text) : ValueExpression
{
    public override string? Constant => text;

    public override StringValues Read(in MappingScope scope) => text;
}

/// <summary>Never set: a variable this gateway does not know, or a stage variable that does not exist.</summary>
internal sealed class AbsentValue : ValueExpression
{
    public override StringValues Read(in MappingScope scope) => StringValues.Empty;
}

internal sealed class ContextValue(ContextReader reader) : ValueExpression
{
    public override StringValues Read(in MappingScope scope) =>
        reader(scope) is { Length: > 0 } text ? text : StringValues.Empty;
}

internal sealed class PathValue(string name) : ValueExpression
{
    public string Name { get; } = name;

    public override StringValues Read(in MappingScope scope) =>
        scope.Call?.Path.Find(Name) is { Length: > 0 } text ? text : StringValues.Empty;
}

internal sealed class QueryValue(string name, bool isMultiple) : ValueExpression
{
    public override StringValues Read(in MappingScope scope)
    {
        if (isMultiple)
        {
            return scope.Request.Query.FindAll(name);
        }

        return scope.Request.Query.FindLast(name) is { Length: > 0 } text ? text : StringValues.Empty;
    }
}

internal sealed class HeaderValue(string name, bool isMultiple) : ValueExpression
{
    public override StringValues Read(in MappingScope scope)
    {
        var values = scope.Request.Headers.Find(name);
        if (values.Count == 0)
        {
            return values;
        }

        // A multi-value header is one text with commas; a single one is its last value (sheet §5.4).
        var text = isMultiple && values.Count > 1 ? string.Join(',', (IEnumerable<string?>)values) : values[^1];
        return string.IsNullOrEmpty(text) ? StringValues.Empty : text;
    }
}

internal sealed class RequestBodyValue(JsonBodyPath? path) : ValueExpression
{
    public override bool ReadsBody => true;

    public override StringValues Read(in MappingScope scope) =>
        scope.Call is not { } call ? StringValues.Empty
            : path is not null ? path.Read(call.BodyJson, isFunctionError: false)
            : WholeBody.Read(call.Body);
}

internal sealed class ResponseHeaderValue(string name, bool isMultiple) : ValueExpression
{
    public override StringValues Read(in MappingScope scope)
    {
        if (scope.Call is not { HasBackendAnswer: true } call)
        {
            return StringValues.Empty;
        }

        var values = call.FromBackend.FindHeader(name);
        if (values.Count == 0)
        {
            return values;
        }

        var text = isMultiple && values.Count > 1 ? string.Join(',', (IEnumerable<string?>)values) : values[^1];
        return string.IsNullOrEmpty(text) ? StringValues.Empty : text;
    }
}

internal sealed class ResponseBodyValue(JsonBodyPath? path) : ValueExpression
{
    public override bool ReadsBody => true;

    public override StringValues Read(in MappingScope scope) =>
        scope.Call is not { HasBackendAnswer: true } call ? StringValues.Empty
            : path is not null ? path.Read(call.FromBackend.BodyJson, call.FromBackend.IsFunctionError)
            : WholeBody.Read(call.FromBackend.Body);
}

file static class WholeBody
{
    public static StringValues Read(ReadOnlyMemory<byte> body) =>
        body.IsEmpty ? StringValues.Empty : System.Text.Encoding.UTF8.GetString(body.Span);
}
