namespace Gatehouse.Services.SdkGeneration;

/// <summary>
/// A template does not compile, fails, or breaks a rule: ours or the operator's fault, never the caller's.
/// </summary>
public sealed class SdkTemplateException(string file, string problem, Exception? cause = null)
    : InvalidOperationException($"SDK template {file}: {problem}", cause);
