using System.Collections.Immutable;

namespace Gatehouse.Services.Projects;

/// <summary>What is wrong with a project, where it stands.</summary>
/// <param name="File">The path as the operator gave it or would type it.</param>
/// <param name="Line">From 1; 0 when the problem has no place in the file.</param>
/// <param name="Column">From 1; 0 likewise.</param>
/// <param name="Message">One sentence with the cure.</param>
public sealed record ProjectProblem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, the form that editors and terminals turn into a link.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}:{Column}: {Message}" : $"{File}: {Message}";
}

/// <summary>The project cannot be deployed; what was deployed before stays.</summary>
public sealed class ProjectException(ImmutableArray<ProjectProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public ProjectException(string file, string message)
        : this([new ProjectProblem(file, 0, 0, message)])
    {
    }

    public ImmutableArray<ProjectProblem> Problems { get; } = problems;
}
