using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.FunctionUrls;
using Gatehouse.Execution.Handshakes;
using Gatehouse.Execution.Rest;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Execution;

/// <summary>The way of a request to its API: by custom domain, by function URL, by default address.</summary>
public sealed partial class ExecutionPlane
{
    /// <returns><see langword="false"/> when the request is not for a deployed API; nothing was read or written
    /// then.</returns>
    public bool TryHandle(HttpContext context, out ValueTask handling)
    {
        ArgumentNullException.ThrowIfNull(context);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty;
        var host = context.Request.Headers.Host is [{ } name] ? name : context.Request.Host.Value ?? string.Empty;
        var endpoint = Endpoints.IsEmpty ? null : ReceivedConnection.Of(context)?.Endpoint;

        // Elsewhere the header would let a client dress one host as another (security §4.5).
        var apiIdHeader = endpoint is not null && host.StartsWith("vpce-", StringComparison.OrdinalIgnoreCase)
            ? context.Request.Headers["x-apigw-api-id"].ToString()
            : string.Empty;
        // A custom domain owns all its paths, those too that look like the path forms of local tooling.
        if (!Domains.Current.IsEmpty && Domains.Current.Find(host, endpoint) is { } domain)
        {
            handling = endpoint is { IsPublicRefused: true } && domain.Private is null
                ? _front.AnswerAsync(context, isKnownApi: false, default)
                : HandleOnDomain(context, target, domain);
            return true;
        }

        if (FunctionUrlTable.IsAddress(host))
        {
            handling = FunctionUrlPlane.HandleAsync(context, FunctionUrls.Current.Find(host), target);
            return true;
        }

        if (!InvokeAddressParser.TryParse(host, target, apiIdHeader, out var address))
        {
            // An endpoint's own listener serves APIs and nothing else (security §11.14).
            handling = endpoint is { HasListener: true } ? _front.AnswerAsync(context, isKnownApi: false, default) : default;
            return endpoint is { HasListener: true };
        }

        if (endpoint is { IsPublicRefused: true } && Find(address)?.EndpointType != "PRIVATE")
        {
            // Through a private name of public APIs nothing public is reached (security §4.3).
            handling = _front.AnswerAsync(context, isKnownApi: false, default);
            return true;
        }

        if (TryOthers(context, target, address) is { } other)
        {
            handling = other;
            return true;
        }

        handling = Find(address) is { IsDefaultEndpointDisabled: false } stage
            && (!stage.IsStrict || DomainGate.IsSameName(context, host))
            ? _rest.HandleAsync(context, stage, target, address)
            : _front.AnswerAsync(context, _catalog.Current.HasApi(address.ApiId), address.Stage);
        return true;
    }

    private ValueTask HandleOnDomain(HttpContext context, string target, DomainPlan domain)
    {
        if (DomainGate.Refuse(context, domain, Domains.Current, Time.GetUtcNow(), out var certificate) is { } reason)
        {
            return RefuseOnDomain(context, target, domain, reason);
        }

        // The health check comes before any mapping: resources of these names cannot be reached here (sheet §1.1).
        var first = InvokeAddressParser.FirstSegment(target);
        var isHealthCheck = first is "ping" or "sping";
        if (!isHealthCheck
            && (InvokeAddressParser.TryRoute(target, domain, context.Request.Headers, out var address)
                || InvokeAddressParser.TryMap(target, domain, out address)))
        {
            address = address.Of(certificate);
            if (domain.Private is null && TryOthers(context, target, address) is { } other)
            {
                return other;
            }

            // A private domain leads to PRIVATE APIs alone.
            if (Find(address) is { } stage && (domain.Private is null || stage.EndpointType == "PRIVATE"))
            {
                return _rest.HandleAsync(context, stage, target, address);
            }
        }

        return (isHealthCheck ? null : TryRefuse(context, domain)) ?? _front.AnswerAsync(context, isKnownApi: isHealthCheck, first);
    }

    /// <returns><see langword="null"/> when the address is none of an HTTP or WebSocket API.</returns>
    private ValueTask? TryOthers(HttpContext context, string target, in InvokeAddress address) =>
        HttpApis.TryHandle(context, target, address, out var http) ? http
        : WebSocketApis.TryHandle(context, target, address, out var socket) ? socket
        : null;

    private ValueTask? TryRefuse(HttpContext context, DomainPlan domain) =>
        HttpApis.TryRefuse(context, domain, out var http) ? http
        : WebSocketApis.TryRefuse(context, domain, out var socket) ? socket
        : null;

    /// <summary>403 to everything; where the path leads to a REST API, its log says why (security §9.1).</summary>
    private ValueTask RefuseOnDomain(HttpContext context, string target, DomainPlan domain, string reason)
    {
        if ((InvokeAddressParser.TryRoute(target, domain, context.Request.Headers, out var address)
            || InvokeAddressParser.TryMap(target, domain, out address)) && Find(address) is { } stage)
        {
            var request = new ArrivedRequest(context, stage, target, address, _ids, Time.GetUtcNow(), Time.GetTimestamp());
            return _rest.RefuseAsync(request, GatewayFaults.Forbidden, reason);
        }

        return _front.AnswerAsync(context, isKnownApi: false, default);
    }

    private StagePlan? Find(in InvokeAddress address)
    {
        var stage = _catalog.Current.Find(address.ApiId, address.Stage);
        return stage?.Canary is { } canary && canary.Takes(_ids.Draw()) ? canary.Plan : stage;
    }
}
