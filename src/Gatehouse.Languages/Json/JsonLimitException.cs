namespace Gatehouse.Languages.Json;

/// <summary>A value that the request built is deeper or larger than <see cref="JsonLimits"/> allow.</summary>
public sealed class JsonLimitException(string message) : Exception(message);
