using System.Globalization;

namespace Gatehouse.Languages.JsonPath;

/// <summary>A path that is not valid.</summary>
public sealed class JsonPathSyntaxException(string problem, int line, int column)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{problem} (line {line}, column {column})"))
{
    /// <summary>What is wrong, without the position.</summary>
    public string Problem { get; } = problem;

    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based, in UTF-16 units.</summary>
    public int Column { get; } = column;
}
