using System.Globalization;

namespace Gatehouse.Languages.Schema;

/// <summary>A JSON Schema that is not valid, or that refers to something that is not there.</summary>
public sealed class SchemaException(SchemaProblem kind, string problem, int line, int column)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{problem} (line {line}, column {column})"))
{
    public SchemaProblem Kind { get; } = kind;

    /// <summary>What is wrong, without the position.</summary>
    public string Problem { get; } = problem;

    /// <summary>The <c>$ref</c> that leads nowhere, when that is the problem.</summary>
    public string? Reference { get; init; }

    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based, in UTF-16 units.</summary>
    public int Column { get; } = column;
}

/// <summary>What kind of fault a schema has; the control plane words them differently.</summary>
public enum SchemaProblem
{
    /// <summary>The text is not JSON.</summary>
    Json = 0,

    /// <summary>A keyword has a value that draft 4 does not allow.</summary>
    Syntax = 1,

    /// <summary>A <c>$ref</c> leads nowhere.</summary>
    Reference = 2,

    /// <summary>A limit of <see cref="SchemaLimits"/>.</summary>
    Limit = 3,
}
