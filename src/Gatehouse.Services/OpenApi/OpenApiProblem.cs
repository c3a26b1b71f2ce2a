namespace Gatehouse.Services.OpenApi;

/// <summary>An error or a warning of an import.</summary>
/// <param name="Pointer">RFC 6901 pointer into the document, for <see cref="Text.SourceMap"/>.</param>
/// <param name="Message">AWS's line where it is known (rest-control-plane §4.8).</param>
/// <param name="IsError">Nothing is imported; otherwise the rest is.</param>
internal sealed record OpenApiProblem(string Pointer, string Message, bool IsError);
