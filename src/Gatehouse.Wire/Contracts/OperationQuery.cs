namespace Gatehouse.Wire.Contracts;

/// <summary>
/// What the table asks its nodes: a request's method, the raw segments of its path, and its raw query.
/// </summary>
internal readonly record struct OperationQuery(string Method, string[] Segments, string RawQuery);
