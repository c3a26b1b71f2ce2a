namespace Gatehouse.Languages.Vtl;

/// <summary>A rendering that failed: a method that threw, a limit that was reached. The caller answers 500.</summary>
public sealed class VtlRuntimeException(string message, Exception? cause = null) : Exception(message, cause);
