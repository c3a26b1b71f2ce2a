using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Model.Documents;

/// <summary>Writes that take effect together or not at all.</summary>
/// <remarks>
/// Every put and delete states what it expects to find: <see cref="Create{T}"/> expects nothing, <see cref="Replace{T}"/>
/// and <see cref="Delete{T}(Versioned{T})"/> expect the revision that was read. A write whose expectation fails makes the
/// whole batch fail with <see cref="DocumentConflictException"/>.
/// </remarks>
public sealed class DocumentBatch(DocumentScope scope)
{
    private readonly List<DocumentWrite> _writes = [];

    public DocumentScope Scope { get; } = scope;

    public IReadOnlyList<DocumentWrite> Writes => _writes;

    public bool IsEmpty => _writes.Count == 0;

    public DocumentBatch Create<T>(string id, T document)
        where T : class, IDocument<T> => Add<T>(id, Serialize(document), DocumentWrite.MustNotExist);

    public DocumentBatch Replace<T>(Versioned<T> read, T document)
        where T : class, IDocument<T> => Add<T>(read.Id, Serialize(document), read.Revision);

    /// <summary>Writes whatever stands there now. Only for documents that nothing else edits, such as settings.</summary>
    public DocumentBatch Upsert<T>(string id, T document)
        where T : class, IDocument<T> => Add<T>(id, Serialize(document), DocumentWrite.AnyRevision);

    public DocumentBatch Delete<T>(Versioned<T> read)
        where T : class, IDocument<T> => Add<T>(read.Id, null, read.Revision);

    /// <summary>Deletes the document if it is there.</summary>
    public DocumentBatch DeleteIfPresent<T>(string id)
        where T : class, IDocument<T> => Add<T>(id, null, DocumentWrite.AnyRevision);

    /// <summary>Fails the batch when the document changed since it was read, without writing it.</summary>
    public DocumentBatch Expect<T>(Versioned<T> read)
        where T : class, IDocument<T>
    {
        _writes.Add(new DocumentWrite(new DocumentKey(Scope, T.Kind, read.Id), null, read.Revision, IsCheckOnly: true));
        return this;
    }

    private DocumentBatch Add<T>(string id, byte[]? body, long expectedRevision)
        where T : class, IDocument<T>
    {
        _writes.Add(new DocumentWrite(new DocumentKey(Scope, T.Kind, id), body, expectedRevision, IsCheckOnly: false)
        {
            IsSecret = T.IsSecret,
        });
        return this;
    }

    private static byte[] Serialize<T>(T document)
        where T : class, IDocument<T> => JsonSerializer.SerializeToUtf8Bytes(document, T.TypeInfo);
}

/// <summary>One write of a batch.</summary>
/// <param name="Key">The document written.</param>
/// <param name="Body">UTF-8 JSON; <see langword="null"/> deletes.</param>
/// <param name="ExpectedRevision">A revision, <see cref="MustNotExist"/> or <see cref="AnyRevision"/>.</param>
/// <param name="IsCheckOnly">Only verifies the revision; nothing is written.</param>
public sealed record DocumentWrite(DocumentKey Key, byte[]? Body, long ExpectedRevision, bool IsCheckOnly)
{
    public const long MustNotExist = 0;
    public const long AnyRevision = -1;

    /// <summary>The store must seal the body.</summary>
    public bool IsSecret { get; init; }

    /// <summary>A record prints its members; the body may be a secret.</summary>
    public override string ToString() => $"write of {Key}";
}

/// <summary>One entry of the change feed.</summary>
/// <param name="Revision">The commit's revision; all changes of one commit carry the same.</param>
/// <param name="Key">The document that changed.</param>
/// <param name="IsDeleted">It is gone.</param>
public readonly record struct DocumentChange(long Revision, DocumentKey Key, bool IsDeleted);

/// <summary>All changes of one commit, in the order they were written.</summary>
public sealed record DocumentCommit(long Revision, ImmutableArray<DocumentChange> Changes);
