using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Identity.Policies;

/// <summary>The resource policies of all functions, compiled and kept in memory; follows the store.</summary>
/// <param name="logger">Hears of statements that are not understood.</param>
public sealed class FunctionAccess(ILogger? logger = null) : IFunctionAccess, IFunctionPolicies, IDocumentObserver
{
    private const string InvokeAction = "lambda:InvokeFunction";
    private const string Latest = "$LATEST";

    /// <summary>Longer than any ARN of a function (64 characters of name, 128 of qualifier) by half.</summary>
    private const int ArnChars = 512;

    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly ConcurrentDictionary<FunctionName, PolicyPlan> _policies = new();

    /// <summary>The few services that call functions: names that this server gives itself, never a caller's.</summary>
    private readonly ConcurrentDictionary<string, Principal> _services = new(StringComparer.Ordinal);

    public bool MayInvoke(in FunctionName function, string servicePrincipal, string sourceArn, string sourceAccount)
    {
        // A policy belongs to what it was added to: the function, or one version or alias of it (deployment-and-tools
        // §6.5). $LATEST has none of its own; whether AWS lets the function's policy speak for it is (unconfirmed), and
        // callers who spell the qualifier out rely on it.
        var policied = function.Qualifier == Latest ? function with { Qualifier = null } : function;
        if (!_policies.TryGetValue(policied, out var policy))
        {
            return false;
        }

        Span<char> buffer = stackalloc char[ArnChars];
        var principal = _services.GetOrAdd(servicePrincipal, static name => Principal.Service(name));
        return policy.Evaluate(
            new PolicyRequest(principal, InvokeAction, WriteArn(policied, buffer), InternalCall.Instance)
            {
                SourceArn = sourceArn,
                SourceAccount = sourceAccount,
            }) == PolicyEffect.Allow;
    }

    public PolicyPlan? FindPolicy(in FunctionName function) =>
        _policies.GetValueOrDefault(function.Qualifier == Latest ? function with { Qualifier = null } : function);

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        foreach (var (scope, document) in await store.ListAllAsync<FunctionPolicyDocument>(cancellationToken))
        {
            var function = FunctionOf(scope, document.Id);
            _policies[function] = Compile(function, document.Value);
        }
    }

    public async ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(store);
        foreach (var change in commit.Changes)
        {
            if (change.Key.Kind != FunctionPolicyDocument.Kind)
            {
                continue;
            }

            var function = FunctionOf(change.Key.Scope, change.Key.Id);

            if (await FindAsync(store, change.Key, function, cancellationToken) is { } document)
            {
                _policies[function] = Compile(function, document);
            }
            else
            {
                _policies.TryRemove(function, out _);
            }
        }
    }

    private async ValueTask<FunctionPolicyDocument?> FindAsync(
        IDocumentStore store, DocumentKey key, FunctionName function, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.FindAsync<FunctionPolicyDocument>(key.Scope, key.Id, cancellationToken))?.Value;
        }
        catch
        {
            // A policy that changed and cannot be read allows nothing, least of all what it allowed before.
            _policies.TryRemove(function, out _);
            throw;
        }
    }

    private static FunctionName FunctionOf(DocumentScope scope, string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? new FunctionName(scope.Account, scope.Region, id, null)
            : new FunctionName(scope.Account, scope.Region, id[..slash], id[(slash + 1)..]);
    }

    private static ReadOnlySpan<char> WriteArn(in FunctionName function, Span<char> buffer)
    {
        // The same text as FunctionName.Arn, without a string per call.
        var isWritten = function.Qualifier is null
            ? buffer.TryWrite(
                CultureInfo.InvariantCulture,
                $"arn:aws:lambda:{function.Region}:{function.Account}:function:{function.Name}", out var length)
            : buffer.TryWrite(
                CultureInfo.InvariantCulture,
                $"arn:aws:lambda:{function.Region}:{function.Account}:function:{function.Name}:{function.Qualifier}",
                out length);
        return isWritten ? buffer[..length] : function.Arn;
    }

    private PolicyPlan Compile(in FunctionName function, FunctionPolicyDocument policy)
    {
        var plans = ImmutableArray.CreateBuilder<StatementPlan>(policy.Statements.Length);
        foreach (var statement in policy.Statements)
        {
            var plan = StatementCompiler.Compile(statement.Json);
            if (plan.Problem is { } problem)
            {
                _logger.StatementNotUnderstood(statement.Sid, function.Arn, problem);
            }

            plans.Add(plan);
        }

        return PolicyPlan.Of(plans.DrainToImmutable());
    }

    /// <summary>A call between two rooms of one process goes over no wire that anyone could listen at.</summary>
    private sealed class InternalCall : PolicyContext
    {
        public static readonly InternalCall Instance = new();

        public override ContextValue Find(ContextKey key) =>
            key.Known == KnownKey.SecureTransport ? ContextValue.Of(true) : default;
    }
}
