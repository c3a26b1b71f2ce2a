namespace Gatehouse.Functions.Runtimes;

/// <summary>What serves a family of runtimes on this machine.</summary>
/// <param name="Family"><c>nodejs</c>, <c>python</c>, <c>dotnet</c> or <c>provided</c>.</param>
/// <param name="Path">The program, or <see langword="null"/> when none was found (<c>provided</c> needs none).</param>
/// <param name="Version">As the program tells it.</param>
/// <param name="Problem">One sentence that names the cure, when the family cannot be served.</param>
public sealed record RuntimeInterpreter(string Family, string? Path, string? Version, string? Problem)
{
    public bool IsUsable => Problem is null;
}
