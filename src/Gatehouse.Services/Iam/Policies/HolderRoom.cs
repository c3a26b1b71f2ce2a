using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Policies;

/// <summary>
/// Users, groups and roles have the same policy operations under three names; this is what tells them apart.
/// </summary>
internal sealed class HolderRoom<T>(
    IamRoom room, string nameMember, string noun, int inlineChars, string quota,
    Func<OperationCall, string, CancellationToken, ValueTask<Versioned<T>>> find)
    where T : PolicyHolder, IDocument<T>
{
    public IamRoom Room { get; } = room;

    public string NameMember { get; } = nameMember;

    /// <summary><c>user</c>, <c>group</c> or <c>role</c>.</summary>
    public string Noun { get; } = noun;

    public int InlineChars { get; } = inlineChars;

    /// <summary>The name of the quota of attachments.</summary>
    public string Quota { get; } = quota;

    public ValueTask<Versioned<T>> FindAsync(OperationCall call, CancellationToken cancellationToken) =>
        find(call, call.Input.RequiredString(NameMember), cancellationToken);

    public ValueTask SaveAsync(OperationCall call, Versioned<T> read, PolicyHolder changed, CancellationToken cancellationToken) =>
        Room.SaveAsync(call, read, (T)changed, cancellationToken);
}
