using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Identity.Policies;

/// <summary>The resource policies of all functions, compiled and kept in memory.</summary>
public sealed class FunctionAccess : IFunctionAccess, IDocumentObserver
{
    private readonly ConcurrentDictionary<(DocumentScope Scope, string Id), ImmutableArray<InvocationStatement>> _policies = new();

    public bool MayInvoke(in FunctionName function, string servicePrincipal, string sourceArn, string sourceAccount)
    {
        // A policy belongs to what it was added to: the function, or one version or alias of it.
        var scope = new DocumentScope(function.Account, function.Region);
        var id = function.Qualifier is null or "$LATEST" ? function.Name : $"{function.Name}/{function.Qualifier}";
        if (!_policies.TryGetValue((scope, id), out var statements))
        {
            return false;
        }

        var arn = function.Qualifier == "$LATEST" ? (function with { Qualifier = null }).Arn : function.Arn;
        var isAllowed = false;
        foreach (var statement in statements)
        {
            if (statement.Applies(arn, servicePrincipal, sourceArn, sourceAccount))
            {
                if (statement.IsDeny)
                {
                    return false;
                }

                isAllowed = true;
            }
        }

        return isAllowed;
    }

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var (scope, document) in await store.ListAllAsync<FunctionPolicyDocument>(cancellationToken))
        {
            _policies[(scope, document.Id)] = Compile(document.Value);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(store);
        foreach (var change in commit.Changes.Where(static change => change.Key.Kind == FunctionPolicyDocument.Kind))
        {
            var key = (change.Key.Scope, change.Key.Id);
            if (await store.FindAsync<FunctionPolicyDocument>(key.Scope, key.Id, cancellationToken) is { } document)
            {
                _policies[key] = Compile(document.Value);
            }
            else
            {
                _policies.TryRemove(key, out _);
            }
        }
    }

    private static ImmutableArray<InvocationStatement> Compile(FunctionPolicyDocument policy) =>
        [.. policy.Statements.Select(static statement => InvocationStatement.Compile(statement.Json))];
}
