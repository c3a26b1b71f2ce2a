using System.Collections.Immutable;
using Gatehouse.Execution.FunctionUrls;
using Gatehouse.Execution.Http.Cors;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Catalog;

/// <summary>
/// Follows the store and publishes the function URLs. They are few and change seldom: a change builds the table anew.
/// </summary>
internal sealed class FunctionUrlPublisher : IDocumentObserver
{
    private volatile FunctionUrlTable _current = FunctionUrlTable.Empty;

    public FunctionUrlTable Current => _current;

    public async ValueTask LoadAsync(IDocumentStore store, CancellationToken cancellationToken)
    {
        var urls = await store.ListAllAsync<FunctionUrlDocument>(cancellationToken);
        _current = urls.IsEmpty
            ? FunctionUrlTable.Empty
            : new FunctionUrlTable(urls
                .DistinctBy(static url => url.Document.Value.UrlId)
                .Select(static url => PlanOf(url.Scope, url.Document.Value)));
    }

    public ValueTask ApplyAsync(DocumentCommit commit, IDocumentStore store, CancellationToken cancellationToken) =>
        commit.Changes.Any(static change => change.Key.Kind == FunctionUrlDocument.Kind)
            ? LoadAsync(store, cancellationToken)
            : default;

    private static FunctionUrlPlan PlanOf(DocumentScope scope, FunctionUrlDocument url) => new()
    {
        UrlId = url.UrlId,
        Scope = scope,
        Function = new FunctionName(scope.Account, scope.Region, url.FunctionName, url.Qualifier),
        AuthType = url.AuthType,
        IsStreaming = url.InvokeMode == "RESPONSE_STREAM",
        Cors = url.Cors is { } cors ? PlanOf(cors) : null,
    };

    private static CorsPlan PlanOf(FunctionUrlCors cors)
    {
        var origins = cors.AllowOrigins is { } given ? given : ImmutableArray<string>.Empty;
        var withCredentials = cors.AllowCredentials == true;
        // A browser takes no "*" together with credentials, so the origin itself is named then (Fetch standard, CORS).
        return new CorsPlan(withCredentials && origins.Contains("*") ? ["https://*", "http://*"] : origins)
        {
            AllowMethods = Join(cors.AllowMethods),
            AllowHeaders = Join(cors.AllowHeaders),
            ExposeHeaders = Join(cors.ExposeHeaders),
            MaxAge = cors.MaxAge is { } age
                ? new StringValues(age.ToString(System.Globalization.CultureInfo.InvariantCulture))
                : StringValues.Empty,
            AllowsCredentials = withCredentials,
        };
    }

    private static StringValues Join(ImmutableArray<string>? values) =>
        values is { IsEmpty: false } given ? new StringValues(string.Join(',', given)) : StringValues.Empty;
}
