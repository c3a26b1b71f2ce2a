using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>
/// Finds keys and plans, and opens the edits that keep the rules between them (rest-control-plane §3.5).
/// </summary>
internal sealed class UsagePlanStore(IDocumentStore documents, IIdSource ids, TimeProvider time)
{
    private const int AlphanumericCount = 62;

    private readonly EditLanes _lanes = new();
    private long _lastOrder;

    public IDocumentStore Documents { get; } = documents;

    public TimeProvider Time { get; } = time;

    public string NewKeyId() => ids.AlphanumericId(UsagePlanLimits.ApiKeyIdLength);

    public string NewPlanId() => ids.AlphanumericId(RestApiLimits.PartIdLength);

    /// <summary>Forty letters and digits, each as likely as the other (§1.12).</summary>
    public string NewValue()
    {
        const int unbiased = 256 / AlphanumericCount * AlphanumericCount;
        var text = new StringBuilder(UsagePlanLimits.GeneratedValueLength);
        Span<byte> bytes = stackalloc byte[UsagePlanLimits.GeneratedValueLength];
        while (text.Length < UsagePlanLimits.GeneratedValueLength)
        {
            ids.Fill(bytes);
            foreach (var random in bytes)
            {
                if (random < unbiased && text.Length < UsagePlanLimits.GeneratedValueLength)
                {
                    text.Append(Alphanumeric(random % AlphanumericCount));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Larger than any before it on this node: lists show the newest first.</summary>
    public long NextOrder()
    {
        var now = Time.GetUtcNow().UtcTicks;
        while (true)
        {
            var last = Volatile.Read(ref _lastOrder);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _lastOrder, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>A page's key that puts the newest first.</summary>
    public static string NewestFirst(long order, string id) => $"{long.MaxValue - order:D19}{id}";

    /// <summary>Where a value is reserved: under its hash, so that the store's keys show no secret.</summary>
    public static string ValueId(string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));

    public static string MemberId(string planId, string keyId) => $"{planId}/{keyId}";

    public async ValueTask<Versioned<ApiKeyDocument>> KeyAsync(
        DocumentScope scope, string id, CancellationToken cancellationToken) =>
        await Documents.FindAsync<ApiKeyDocument>(scope, id, cancellationToken)
        ?? throw UsagePlanFaults.NoKey();

    public async ValueTask<Versioned<UsagePlanDocument>> PlanAsync(
        DocumentScope scope, string id, CancellationToken cancellationToken) =>
        await Documents.FindAsync<UsagePlanDocument>(scope, id, cancellationToken)
        ?? throw UsagePlanFaults.NoPlan();

    public async ValueTask<Versioned<UsagePlanKeyDocument>> MemberAsync(
        DocumentScope scope, string planId, string keyId, CancellationToken cancellationToken) =>
        await Documents.FindAsync<UsagePlanKeyDocument>(scope, MemberId(planId, keyId), cancellationToken)
        ?? throw UsagePlanFaults.NoMember();

    public ValueTask<ImmutableArray<Versioned<UsagePlanDocument>>> PlansAsync(
        DocumentScope scope, CancellationToken cancellationToken) =>
        Documents.ListAsync<UsagePlanDocument>(scope, "", cancellationToken);

    public ValueTask<ImmutableArray<Versioned<UsagePlanKeyDocument>>> MembersAsync(
        DocumentScope scope, string planId, CancellationToken cancellationToken) =>
        Documents.ListAsync<UsagePlanKeyDocument>(scope, planId + "/", cancellationToken);

    /// <summary>The plans that a key is in.</summary>
    public async ValueTask<List<PlanOfKey>> PlansOfKeyAsync(
        DocumentScope scope, string keyId, CancellationToken cancellationToken)
    {
        var found = new List<PlanOfKey>();
        foreach (var plan in await PlansAsync(scope, cancellationToken))
        {
            if (await Documents.FindAsync<UsagePlanKeyDocument>(scope, MemberId(plan.Id, keyId), cancellationToken)
                is { } member)
            {
                found.Add(new PlanOfKey(plan, member));
            }
        }

        return found;
    }

    public async ValueTask<bool> HasStageAsync(
        DocumentScope scope, string apiId, string stage, CancellationToken cancellationToken) =>
        await Documents.FindAsync<StageDocument>(scope, $"{apiId}/{stage}", cancellationToken) is not null;

    /// <summary>Reads the edition first: whatever changes after that makes the later commit fail.</summary>
    public async ValueTask<UsagePlanEdit> BeginAsync(DocumentScope scope, CancellationToken cancellationToken) => new(
        scope,
        await Documents.FindAsync<UsagePlanEditionDocument>(scope, UsagePlanEditionDocument.Id, cancellationToken));

    public ValueTask<long> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken) =>
        Documents.CommitAsync(batch, cancellationToken);

    /// <summary>
    /// An operation that edits keys or plans: on this node one after another, so that many at once do not starve each
    /// other with retries. Other nodes still meet at the edition.
    /// </summary>
    public IOperation Edit(IOperation operation) => _lanes.Edit(operation);

    private static char Alphanumeric(int index) => index switch
    {
        < 10 => (char)('0' + index),
        < 36 => (char)('A' + index - 10),
        _ => (char)('a' + index - 36),
    };
}

/// <summary>A plan and a key's membership in it.</summary>
internal sealed record PlanOfKey(Versioned<UsagePlanDocument> Plan, Versioned<UsagePlanKeyDocument> Member);

/// <summary>An edit of keys and plans, as it was begun.</summary>
internal sealed class UsagePlanEdit(DocumentScope scope, Versioned<UsagePlanEditionDocument>? edition)
{
    public DocumentScope Scope { get; } = scope;

    /// <summary>Keys of the account and region.</summary>
    public int ApiKeys => edition?.Value.ApiKeys ?? 0;

    /// <summary>A batch that fails when any key or plan was edited since the edit began.</summary>
    /// <param name="addedKeys">Keys that the batch creates; negative for those it deletes.</param>
    public DocumentBatch Batch(int addedKeys = 0)
    {
        var batch = new DocumentBatch(Scope);
        return edition is null
            ? batch.Create(
                UsagePlanEditionDocument.Id, new UsagePlanEditionDocument { Edits = 1, ApiKeys = addedKeys })
            : batch.Replace(edition, new UsagePlanEditionDocument
            {
                Edits = edition.Value.Edits + 1, ApiKeys = edition.Value.ApiKeys + addedKeys,
            });
    }
}
