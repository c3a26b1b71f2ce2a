namespace Gatehouse.Languages.Java;

/// <summary>
/// A regular expression, or a replacement text for one, is not valid, not supported or took too long.
/// </summary>
public sealed class JavaRegexException(string message, Exception? cause = null) : Exception(message, cause);
