namespace Gatehouse.Server.Composition;

/// <summary>The operator's mistake: one clear sentence with the cure, printed without a stack trace.</summary>
internal sealed class OperatorException(string message) : Exception(message);
