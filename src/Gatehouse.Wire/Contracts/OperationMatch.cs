namespace Gatehouse.Wire.Contracts;

/// <summary>The operation that a request means, and what its path says.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Labels">The labels' values, percent-decoded, by the names of the input's members they fill.</param>
public sealed record OperationMatch(OperationContract Operation, IReadOnlyDictionary<string, string> Labels);
