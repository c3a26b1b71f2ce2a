namespace Gatehouse.Storage;

/// <summary>
/// The disk or the data folder refuses. The message is a sentence for the operator, with the file and the cure. What
/// was acknowledged before is kept, and the store goes on working as soon as the disk does.
/// </summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
