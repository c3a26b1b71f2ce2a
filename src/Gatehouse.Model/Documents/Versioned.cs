namespace Gatehouse.Model.Documents;

/// <summary>A document as read, with the revision that a later write of it must still find in place.</summary>
/// <param name="Id">The document's id within its scope and kind.</param>
/// <param name="Value">The document.</param>
/// <param name="Revision">The store-wide revision of the commit that wrote it; grows with every commit.</param>
public sealed record Versioned<T>(string Id, T Value, long Revision)
    where T : class;
