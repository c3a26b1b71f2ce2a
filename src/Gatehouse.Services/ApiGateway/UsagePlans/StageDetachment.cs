using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;

namespace Gatehouse.Services.ApiGateway.UsagePlans;

/// <summary>
/// Takes stages that are being deleted out of plans and keys (rest-control-plane §3.1, unconfirmed there): a stage
/// that is
/// made later under the same name does not inherit who may call it.
/// </summary>
internal static class StageDetachment
{
    /// <param name="batch">The deletion.</param>
    /// <param name="store">For the plans and keys.</param>
    /// <param name="apiId">The API.</param>
    /// <param name="stage">One stage, or <see langword="null"/> for all of the API's.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static async ValueTask AddAsync(
        DocumentBatch batch, IDocumentStore store, string apiId, string? stage, CancellationToken cancellationToken)
    {
        var scope = batch.Scope;
        var edition = await store.FindAsync<UsagePlanEditionDocument>(
            scope, UsagePlanEditionDocument.Id, cancellationToken);
        if (edition is null)
        {
            return; // there has never been a key or a plan
        }

        var isChanged = false;
        foreach (var plan in await store.ListAsync<UsagePlanDocument>(scope, "", cancellationToken))
        {
            var kept = plan.Value.ApiStages.RemoveAll(one => IsGone(one.ApiId, one.Stage));
            if (kept.Length < plan.Value.ApiStages.Length)
            {
                batch.Replace(plan, plan.Value with { ApiStages = kept });
                isChanged = true;
            }
        }

        foreach (var key in await store.ListAsync<ApiKeyDocument>(scope, "", cancellationToken))
        {
            if (key.Value.StageKeys is { } links && Kept(links) is { } kept && kept.Length < links.Length)
            {
                batch.Replace(key, key.Value with { StageKeys = kept.IsEmpty ? null : kept });
                isChanged = true;
            }
        }

        if (isChanged)
        {
            batch.Replace(edition, edition.Value with { Edits = edition.Value.Edits + 1 });
        }

        bool IsGone(string api, string name) => api == apiId && (stage is null || name == stage);

        ImmutableArray<string> Kept(ImmutableArray<string> links) =>
            links.RemoveAll(link => link.Split('/') is [var api, var name] && IsGone(api, name));
    }
}
