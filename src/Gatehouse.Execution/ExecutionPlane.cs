using System.Collections.Immutable;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Catalog;
using Gatehouse.Execution.Compilation;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Records;
using Gatehouse.Execution.Rest;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Model.Observations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution;

/// <summary>What the data plane needs of the others.</summary>
public sealed record ExecutionDependencies
{
    public required IFunctionInvoker Functions { get; init; }

    public required IFunctionAccess FunctionAccess { get; init; }

    public required IIdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    /// <summary>Hear of every publication, in order.</summary>
    public ImmutableArray<IPublicationListener> PublicationListeners { get; init; } = [];

    /// <summary><see langword="null"/>: no records are built.</summary>
    public IRequestRecordSink? Records { get; init; }
}

/// <summary>The data plane: recognises the requests of deployed APIs and serves them from compiled plans.</summary>
public sealed class ExecutionPlane : IAsyncDisposable
{
    private readonly StageCatalog _catalog;
    private readonly RestPlane _rest;
    private readonly FrontAnswers _front;
    private readonly UpstreamClient _upstream;

    private ExecutionPlane(
        StageCatalog catalog, RestPlane rest, FrontAnswers front, UpstreamClient upstream, IDocumentObserver observer)
    {
        _catalog = catalog;
        _rest = rest;
        _front = front;
        _upstream = upstream;
        Observer = observer;
    }

    /// <summary>Follows the store and publishes stages.</summary>
    public IDocumentObserver Observer { get; }

    public static ExecutionPlane Create(ExecutionDependencies dependencies)
    {
        ArgumentNullException.ThrowIfNull(dependencies);
        var loggers = dependencies.Loggers;
        var ids = new RequestIdentifiers(dependencies.Ids);
        var catalog = new StageCatalog();
        var upstream = new UpstreamClient(
            new UpstreamOptions(), dependencies.Time, loggers.CreateLogger<UpstreamClient>());
        var compiler = new StageCompiler(new IntegrationServices(
            dependencies.Functions, dependencies.FunctionAccess, dependencies.Ids, upstream, dependencies.Time));
        var rest = new RestPlane(
            ids, dependencies.Time, new RequestRecorder(dependencies.Records, dependencies.Time),
            loggers.CreateLogger<RestPlane>());
        var publisher = new StagePublisher(
            catalog, compiler, dependencies.PublicationListeners, loggers.CreateLogger<StagePublisher>());
        return new ExecutionPlane(catalog, rest, new FrontAnswers(ids), upstream, publisher);
    }

    /// <returns><see langword="false"/> when the request is not for a deployed API; nothing was read or written
    /// then.</returns>
    public bool TryHandle(HttpContext context, out ValueTask handling)
    {
        ArgumentNullException.ThrowIfNull(context);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var host = context.Request.Headers.Host is [{ } name] ? name : context.Request.Host.Value ?? string.Empty;
        var apiIdHeader = host.StartsWith("vpce-", StringComparison.OrdinalIgnoreCase)
            ? context.Request.Headers["x-apigw-api-id"].ToString()
            : string.Empty;
        if (!InvokeAddressParser.TryParse(host, target, apiIdHeader, out var address))
        {
            handling = default;
            return false;
        }

        handling = _catalog.Current.Find(address.ApiId, address.Stage) is { IsDefaultEndpointDisabled: false } stage
            ? _rest.HandleAsync(context, stage, target, address)
            : _front.AnswerAsync(context, _catalog.Current.HasApi(address.ApiId), address.Stage);
        return true;
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();
}
