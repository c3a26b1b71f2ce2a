using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Services.ApiGateway.UsagePlanKeys;
using Gatehouse.Services.ApiGateway.UsagePlans;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.ApiKeys;

/// <summary>
/// Creates and overwrites keys from a CSV file (rest-control-plane §6.1). A row that cannot be taken is a warning, or
/// fails the whole import with <c>failonwarnings</c>; the texts of warnings are ours.
/// </summary>
internal sealed class ImportApiKeys(UsagePlanStore store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var rows = ApiKeyCsv.Read(call.Input.Payload.Span);
        var edit = await store.BeginAsync(call.Scope, cancellationToken);
        var membership = await PlanMembership.ReadAsync(store, call.Scope, cancellationToken);
        var import = new ApiKeyImport(store, call.Scope, membership);
        foreach (var row in rows)
        {
            await import.AddAsync(row, quotas, cancellationToken);
        }

        if (import.Warnings.Count > 0 && (call.Input.FindBoolean("failOnWarnings") ?? false))
        {
            throw ApiGatewayFaults.BadRequest(
                "Warnings found during import:\n\t" + string.Join("\n\t", import.Warnings));
        }

        ApiKeyRules.CheckQuota(edit, import.CreatedKeys, quotas);
        await store.CommitAsync(import.Write(edit.Batch(import.CreatedKeys)), cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["ids"] = ListOf(import.Ids), ["warnings"] = ListOf(import.Warnings),
        });
    }

    private static JsonArray ListOf(IEnumerable<string> texts) =>
        new([.. texts.Select(text => (JsonNode)text)]);
}

/// <summary>One import while its rows are read.</summary>
internal sealed class ApiKeyImport(UsagePlanStore store, DocumentScope scope, PlanMembership membership)
{
    private readonly Dictionary<string, (Versioned<ApiKeyDocument>? Before, ApiKeyDocument After)> _keys =
        new(StringComparer.Ordinal);

    private readonly List<UsagePlanKeyDocument> _members = [];
    private readonly List<string> _order = [];

    public List<string> Warnings { get; } = [];

    public int CreatedKeys => _keys.Values.Count(key => key.Before is null);

    /// <summary>In the order of the rows.</summary>
    public IEnumerable<string> Ids => _order.Select(value => _keys[value].After.Id);

    public async ValueTask AddAsync(ApiKeyRow row, RestApiQuotas quotas, CancellationToken cancellationToken)
    {
        var value = row.Find(ApiKeyCsv.Key);
        var fault = row.Find(ApiKeyCsv.Name) is not { } name ? "Name is missing"
            : name.Length > UsagePlanLimits.MaxNameLength ? "Invalid API Key name, can be at most 1024 characters."
            : value is null ? "Key is missing"
            : row.Find(ApiKeyCsv.Description) is { Length: > UsagePlanLimits.MaxDescriptionLength }
                ? "Invalid API Key description specified."
                : ApiKeyRules.FindFault(value, UsagePlanLimits.MinImportedValueLength);
        var enabled = true;
        if (fault is null && row.Find(ApiKeyCsv.Enabled) is { } text && !bool.TryParse(text, out enabled))
        {
            fault = $"Enabled must be true or false, not {text}";
        }

        if (fault is not null)
        {
            Warnings.Add($"Line {row.Line}: {fault}");
            return;
        }

        var key = await TakeAsync(row, value!, enabled, cancellationToken);
        foreach (var planId in (row.Find(ApiKeyCsv.UsagePlanIds) ?? "").Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (membership.FindFault(planId, key.Id, quotas) is not { } refusal)
            {
                membership.Add(planId, key.Id);
                _members.Add(new UsagePlanKeyDocument
                {
                    PlanId = planId, KeyId = key.Id, CreationOrder = store.NextOrder(),
                });
            }
            else if (!membership.Has(planId, key.Id))
            {
                Warnings.Add($"Line {row.Line}: {refusal.Message}");
            }
        }
    }

    public DocumentBatch Write(DocumentBatch batch)
    {
        foreach (var (before, after) in _keys.Values)
        {
            _ = before is not null
                ? batch.Replace(before, after)
                : batch.Create(after.Id, after).Create(
                    UsagePlanStore.ValueId(after.Value), new ApiKeyValueDocument { KeyId = after.Id });
        }

        foreach (var member in _members)
        {
            batch.Create(UsagePlanStore.MemberId(member.PlanId, member.KeyId), member);
        }

        return batch;
    }

    /// <summary>A value that is known already, in the store or above in the file, has its other columns
    /// overwritten.</summary>
    private async ValueTask<ApiKeyDocument> TakeAsync(
        ApiKeyRow row, string value, bool enabled, CancellationToken cancellationToken)
    {
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        Versioned<ApiKeyDocument>? before = null;
        ApiKeyDocument? known = null;
        if (_keys.TryGetValue(value, out var above))
        {
            (before, known) = above;
        }
        else
        {
            _order.Add(value);
            before = await FindAsync(value, cancellationToken);
            known = before?.Value;
        }

        known ??= new ApiKeyDocument
        {
            Id = store.NewKeyId(),
            Value = value,
            CreatedDate = now,
            LastUpdatedDate = now,
            CreationOrder = store.NextOrder(),
        };
        var after = known with
        {
            Name = row.Find(ApiKeyCsv.Name),
            Description = row.Find(ApiKeyCsv.Description),
            Enabled = enabled,
            LastUpdatedDate = now,
        };
        _keys[value] = (before, after);
        return after;
    }

    private async ValueTask<Versioned<ApiKeyDocument>?> FindAsync(string value, CancellationToken cancellationToken) =>
        await store.Documents.FindAsync<ApiKeyValueDocument>(scope, UsagePlanStore.ValueId(value), cancellationToken)
            is { } reserved
            ? await store.Documents.FindAsync<ApiKeyDocument>(scope, reserved.Value.KeyId, cancellationToken)
            : null;
}
