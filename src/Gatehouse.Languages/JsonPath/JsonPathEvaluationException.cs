namespace Gatehouse.Languages.JsonPath;

/// <summary>
/// A path that cannot be evaluated over this document: a function over the wrong thing, or a bound reached.
/// </summary>
public sealed class JsonPathEvaluationException(string message, Exception? cause = null) : Exception(message, cause);
