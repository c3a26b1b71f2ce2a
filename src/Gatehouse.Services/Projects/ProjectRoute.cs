namespace Gatehouse.Services.Projects;

/// <summary>One route of a deployed project, with a call that a person can try.</summary>
/// <param name="HttpMethod">The verb, or <c>ANY</c>.</param>
/// <param name="Path">The resource's path, such as <c>/pets/{petId}</c>.</param>
/// <param name="Backend">What answers: <c>mock</c>, <c>function pets</c>, <c>http://…</c>.</param>
/// <param name="Url">A URL with the parameters filled in from the definition's examples.</param>
/// <param name="Curl">A command line that calls it.</param>
public sealed record ProjectRoute(string HttpMethod, string Path, string Backend, string Url, string Curl);
