namespace Gatehouse.Storage;

/// <summary>The store cannot be opened as it stands: one sentence for the operator, with the cure.</summary>
public sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause);
