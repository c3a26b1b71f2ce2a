namespace Gatehouse.DotnetClient;

/// <summary>The handler cannot be what its name says. Its type's name is what callers see (deployment-and-tools §6.7).</summary>
internal sealed class LambdaValidationException(string message) : Exception(message);
