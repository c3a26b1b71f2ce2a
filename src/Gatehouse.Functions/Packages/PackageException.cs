namespace Gatehouse.Functions.Packages;

/// <summary>A package that cannot be unpacked, told in one sentence. Nothing of it stays on disk.</summary>
internal sealed class PackageException(string message, Exception? inner = null) : Exception(message, inner);
