using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Tags;

/// <summary>How tags of one kind of document are read and written.</summary>
internal sealed record TagRoom<T>(
    IamRoom Room,
    Func<OperationCall, CancellationToken, ValueTask<Versioned<T>>> Find,
    Func<T, ImmutableArray<IdentityTag>> Get,
    Func<T, ImmutableArray<IdentityTag>, T> Set)
    where T : class, IDocument<T>;

/// <summary>TagUser, TagRole, TagPolicy.</summary>
internal sealed class AddTags<T>(TagRoom<T> tagged) : IOperation
    where T : class, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var read = await tagged.Find(call, cancellationToken);
        var tags = IamTags.Add(tagged.Get(read.Value), IamTags.Read(call.Input));
        await tagged.Room.SaveAsync(call, read, tagged.Set(read.Value, tags), cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>UntagUser, UntagRole, UntagPolicy.</summary>
internal sealed class RemoveTags<T>(TagRoom<T> tagged) : IOperation
    where T : class, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var read = await tagged.Find(call, cancellationToken);
        var tags = IamTags.Remove(tagged.Get(read.Value), call.Input);
        await tagged.Room.SaveAsync(call, read, tagged.Set(read.Value, tags), cancellationToken);
        return OperationOutput.Empty;
    }
}

/// <summary>ListUserTags, ListRoleTags, ListPolicyTags.</summary>
internal sealed class ListTags<T>(TagRoom<T> tagged) : IOperation
    where T : class, IDocument<T>
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken) =>
        IamTags.List(call.Input, tagged.Get((await tagged.Find(call, cancellationToken)).Value));
}
