using System.Collections.Immutable;

namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>
/// The PATCH table of one resource type (rest-control-plane §1.11 and the tables of §2). Documents are immutable, so an
/// operation that is refused leaves nothing behind: the list applies as a whole or not at all.
/// </summary>
internal sealed class PatchTable<T>(PatchFamily family, params ImmutableArray<PatchRule<T>> rules)
{
    private readonly PatchOps _offered = rules.Aggregate(PatchOps.None, (ops, rule) => ops | rule.Ops);

    public ImmutableArray<PatchRule<T>> Rules => rules;

    /// <summary>Whether another way of reading the path takes it; asked when no rule does.</summary>
    public PatchFallback<T>? Fallback { get; init; }

    public T Apply(T document, ImmutableArray<PatchOperation> operations)
    {
        foreach (var operation in operations)
        {
            document = Apply(document, operation);
        }

        return document;
    }

    private T Apply(T document, PatchOperation operation)
    {
        var op = PatchOpsText.Parse(operation.Op);
        var path = operation.Path ?? "";
        foreach (var rule in rules)
        {
            if (!rule.TryMatch(path, out var key))
            {
                continue;
            }

            if ((rule.Ops & op) == PatchOps.None)
            {
                throw rule.NamesItsOps ? PatchFaults.NotAllowed(rule.Ops) : Refusal(operation, op);
            }

            return rule.Apply(document, new PatchMatch(op, key, operation));
        }

        return Fallback is { } fallback ? fallback(document, op, operation) : throw Refusal(operation, op);
    }

    private Exception Refusal(in PatchOperation operation, PatchOps op) => family switch
    {
        PatchFamily.NamesPath => PatchFaults.InvalidPath(operation),
        PatchFamily.NamesOperation => PatchFaults.InvalidOperation(operation),
        _ when (_offered & op) == PatchOps.None => PatchFaults.UnsupportedOp(operation),
        _ => PatchFaults.NotOneOf(operation, rules.Where(rule => rule.Ops.HasFlag(op)).Select(rule => rule.Path)),
    };
}

/// <summary>Takes an operation whose path no rule knows; throws the resource's own refusal.</summary>
internal delegate T PatchFallback<T>(T document, PatchOps op, in PatchOperation operation);
