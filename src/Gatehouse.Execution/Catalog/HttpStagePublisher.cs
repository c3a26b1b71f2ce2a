using System.Collections.Immutable;
using Gatehouse.Execution.Compilation.HttpApis;
using Gatehouse.Execution.Http;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>Publishes the stages of HTTP APIs.</summary>
internal sealed class HttpStagePublisher(
    HttpStageCatalog catalog, HttpStageCompiler compiler, VpcLinkCatalog links,
    ImmutableArray<IPublicationListener> listeners, ILogger<HttpStagePublisher> logger)
    : ApiV2StagePublisher(ApiV2Document.Http, listeners, logger)
{
    private readonly Dictionary<StageKey, HttpStagePlan> _plans = [];

    protected override IEnumerable<StageKey> UsersOf(in DocumentKey key) => links.UsersOf(key);

    protected override void Compile(StageKey key, string apiId, StageV2Document stage, ApiV2Definition definition) =>
        _plans[key] = compiler.Compile(key.Scope, apiId, stage, definition);

    protected override bool Retire(StageKey key) => _plans.Remove(key);

    protected override void Forget(StageKey key) => compiler.Forget(key);

    protected override void Clear() => _plans.Clear();

    protected override void Publish(IEnumerable<string> apis) =>
        catalog.Publish(new HttpCatalogSnapshot(_plans.Values, apis));
}
