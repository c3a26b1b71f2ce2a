using System.Collections.Concurrent;
using System.Text;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Identities;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Identity.Principals;

/// <summary>An access key, opened; its user is a document id, empty for the root.</summary>
internal sealed record StoredKey(string Account, string User, string Secret, bool IsActive, bool IsRoot)
{
    public override string ToString() => $"access key of {Account}/{User}";
}

/// <summary>The identities of all accounts as the store has them, by account and document id.</summary>
internal sealed class IdentityDocuments(IdentityKey key, ILogger logger)
{
    public ConcurrentDictionary<(string Account, string Id), UserDocument> Users { get; } = new();

    public ConcurrentDictionary<(string Account, string Id), GroupDocument> Groups { get; } = new();

    public ConcurrentDictionary<(string Account, string Id), RoleDocument> Roles { get; } = new();

    /// <summary>The version in force of customers' managed policies, by ARN.</summary>
    public ConcurrentDictionary<string, string> Managed { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, StoredKey> Keys { get; } = new(StringComparer.Ordinal);

    public static bool IsOne(string kind) => kind.StartsWith("iam/", StringComparison.Ordinal);

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var (scope, user) in await store.ListAllAsync<UserDocument>(cancellationToken))
        {
            Users[(scope.Account, user.Id)] = user.Value;
        }

        foreach (var (scope, group) in await store.ListAllAsync<GroupDocument>(cancellationToken))
        {
            Groups[(scope.Account, group.Id)] = group.Value;
        }

        foreach (var (scope, role) in await store.ListAllAsync<RoleDocument>(cancellationToken))
        {
            Roles[(scope.Account, role.Id)] = role.Value;
        }

        foreach (var (scope, policy) in await store.ListAllAsync<ManagedPolicyDocument>(cancellationToken))
        {
            Managed[policy.Value.Arn(scope.Account)] = DocumentOf(policy.Value);
        }

        foreach (var (scope, accessKey) in await store.ListAllAsync<AccessKeyDocument>(cancellationToken))
        {
            SetKey(scope.Account, accessKey.Id, accessKey.Value);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(store);
        foreach (var change in commit.Changes)
        {
            if (IsOne(change.Key.Kind))
            {
                await ApplyAsync(change.Key, store, cancellationToken);
            }
        }
    }

    private static string DocumentOf(ManagedPolicyDocument policy) =>
        policy.Versions.First(version => version.Number == policy.DefaultVersion).Document;

    private async ValueTask ApplyAsync(DocumentKey changed, IDocumentStore store, CancellationToken cancellationToken)
    {
        var id = (changed.Scope.Account, changed.Id);
        switch (changed.Kind)
        {
            case var kind when kind == UserDocument.Kind:
                await SetAsync(Users, id, changed, store, cancellationToken);
                break;
            case var kind when kind == GroupDocument.Kind:
                await SetAsync(Groups, id, changed, store, cancellationToken);
                break;
            case var kind when kind == RoleDocument.Kind:
                await SetAsync(Roles, id, changed, store, cancellationToken);
                break;
            case var kind when kind == ManagedPolicyDocument.Kind:
                await SetManagedAsync(changed, store, cancellationToken);
                break;
            case var kind when kind == AccessKeyDocument.Kind:
                Keys.TryRemove(changed.Id, out _);
                if (await store.FindAsync<AccessKeyDocument>(changed.Scope, changed.Id, cancellationToken) is { } found)
                {
                    SetKey(changed.Scope.Account, changed.Id, found.Value);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>Removed first: a document that changed and cannot be read must not keep what it said before.</summary>
    private static async ValueTask SetAsync<T>(
        ConcurrentDictionary<(string Account, string Id), T> documents, (string Account, string Id) id, DocumentKey changed,
        IDocumentStore store, CancellationToken cancellationToken)
        where T : class, IDocument<T>
    {
        try
        {
            if (await store.FindAsync<T>(changed.Scope, changed.Id, cancellationToken) is { } found)
            {
                documents[id] = found.Value;
                return;
            }
        }
        catch
        {
            documents.TryRemove(id, out _);
            throw;
        }

        documents.TryRemove(id, out _);
    }

    private async ValueTask SetManagedAsync(
        DocumentKey changed, IDocumentStore store, CancellationToken cancellationToken)
    {
        // The ARN has the path, which the document's id has not: forget whichever ARN had this name.
        var prefix = $"arn:aws:iam::{changed.Scope.Account}:policy/";
        foreach (var arn in Managed.Keys)
        {
            if (arn.StartsWith(prefix, StringComparison.Ordinal)
                && arn[(arn.LastIndexOf('/') + 1)..].Equals(changed.Id, StringComparison.OrdinalIgnoreCase))
            {
                Managed.TryRemove(arn, out _);
            }
        }

        if (await store.FindAsync<ManagedPolicyDocument>(changed.Scope, changed.Id, cancellationToken) is { } found)
        {
            Managed[found.Value.Arn(changed.Scope.Account)] = DocumentOf(found.Value);
        }
    }

    private void SetKey(string account, string id, AccessKeyDocument document)
    {
        if (key.Open(document.SealedSecret, IdentityDirectory.SecretPurpose, id) is { } secret)
        {
            Keys[id] = new StoredKey(
                account, document.User, Encoding.UTF8.GetString(secret), document.IsActive, IsRoot: false);
        }
        else
        {
            logger.AccessKeyNotOpened(id);
        }
    }
}
