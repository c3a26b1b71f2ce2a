using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Compilation.HttpApis;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http;
using Gatehouse.Execution.Http.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Catalog;

/// <summary>All there is of HTTP APIs in the data plane: their stages in force, and the way of a request to one of them.</summary>
internal sealed class HttpApis
{
    private readonly HttpStageCatalog _catalog = new();
    private readonly RequestIdentifiers _ids;
    private readonly HttpApiPlane _plane;

    public HttpApis(ExecutionDependencies dependencies, IntegrationServices services, RequestIdentifiers ids)
    {
        var loggers = dependencies.Loggers;
        var links = new VpcLinkCatalog();
        _ids = ids;
        _plane = new HttpApiPlane(
            ids, dependencies.Time, new HttpRecorder(dependencies.Records, dependencies.Time),
            loggers.CreateLogger<HttpApiPlane>());
        // Links before stages: a stage that is published meets what was committed with it.
        Observer = new ObserverSequence(
            links,
            new HttpStagePublisher(
                _catalog, new HttpStageCompiler(services, links), links, dependencies.PublicationListeners,
                loggers.CreateLogger<HttpStagePublisher>()));
    }

    /// <summary>Follows the store.</summary>
    public Model.Documents.IDocumentObserver Observer { get; }

    /// <returns><see langword="false"/> when the address is none of an HTTP API.</returns>
    public bool TryHandle(HttpContext http, string target, in InvokeAddress address, out ValueTask handling)
    {
        var current = _catalog.Current;
        if (current.IsEmpty || !current.TryFind(address.ApiId, out var stages))
        {
            handling = default;
            return false;
        }

        var isOnDomain = address.BasePath is not null;
        handling = stages.Find(address, target, out var resolved) is { } stage
            && (isOnDomain || !stage.IsDefaultEndpointDisabled)
                ? _plane.HandleAsync(http, stage, target, resolved)
                : Answers.WriteNotFoundAsync(http, _ids.NewExtendedId());
        return true;
    }

    /// <summary>
    /// A path that no mapping takes is 404 on a domain of HTTP APIs; one that maps REST APIs too answers as those do
    /// (unconfirmed, http-api §16).
    /// </summary>
    public bool TryRefuse(HttpContext http, DomainPlan domain, out ValueTask handling)
    {
        handling = default;
        var current = _catalog.Current;
        if (domain.Refusal is not null || domain.ApiIds.Count == 0 || !domain.ApiIds.All(id => current.TryFind(id, out _)))
        {
            return false;
        }

        handling = Answers.WriteNotFoundAsync(http, _ids.NewExtendedId());
        return true;
    }
}
