using System.Collections.Immutable;

namespace Gatehouse.Services.Projects;

/// <summary>A project as it is served now.</summary>
/// <param name="Name">The API's name.</param>
/// <param name="ApiId">The API's id, made from the folder's name.</param>
/// <param name="StageUrl">The URL that every route begins with.</param>
/// <param name="Routes">In the definition's order.</param>
/// <param name="Changes">What this deployment changed; empty when it changed nothing.</param>
/// <param name="Warnings">What the import left out or altered, with its place.</param>
/// <param name="PublicationError">Why the data plane keeps the former plan; <see langword="null"/> when the new one is in force.</param>
public sealed record ProjectDeployment(
    string Name, string ApiId, string StageUrl, ImmutableArray<ProjectRoute> Routes, ImmutableArray<string> Changes,
    ImmutableArray<ProjectProblem> Warnings, string? PublicationError);
