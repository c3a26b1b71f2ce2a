using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;

namespace Gatehouse.Services.Projects.Templates;

/// <summary>One deployment of a template's APIs, before it is committed.</summary>
internal sealed record TemplateProjectPlan(
    DocumentBatch Batch, ImmutableArray<string>.Builder Changes, ImmutableArray<(ApiV2Definition Api, StageV2Document Stage)> Apis,
    string ServerUrl, ImmutableArray<ProjectProblem> Warnings)
{
    private const string MessageField = "$request.body.";

    private const string QueryPrefix = "route.request.querystring.";

    /// <param name="error">Why the data plane keeps the former plan.</param>
    public ProjectDeployment Result(string? error)
    {
        var (first, stage) = Apis[0];
        return new ProjectDeployment(
            first.Api.Name, first.Api.ApiId, StageUrl(first, stage),
            [.. Apis.SelectMany(one => Routes(one.Api, StageUrl(one.Api, one.Stage)))],
            Changes.ToImmutable(), Warnings, error);
    }

    private static IEnumerable<ProjectRoute> Routes(ApiV2Definition api, string stageUrl) =>
        api.Api.ProtocolType == ApiV2Document.WebSocket
            ? api.Routes.Select(route => new ProjectRoute(
                "socket", route.RouteKey, HttpApiProjectPlan.Backend(api, route), stageUrl, Wscat(api.Api, route, stageUrl + Query(api))))
            : api.Routes.Select(route => HttpApiProjectPlan.RouteOf(api, [], stageUrl, route));

    /// <summary>A command line that opens a connection, and for a route of messages sends one that reaches it.</summary>
    private static string Wscat(ApiV2Document api, RouteV2Document route, string address)
    {
        var open = $"wscat -c {(address.Contains('?', StringComparison.Ordinal) ? $"'{address}'" : address)}";
        var selection = api.RouteSelectionExpression.Replace("${", "$", StringComparison.Ordinal).TrimEnd('}');
        if (route.RouteKey.StartsWith('$') || !selection.StartsWith(MessageField, StringComparison.Ordinal)
            || selection.AsSpan(MessageField.Length).IndexOfAny(".[$ /") >= 0)
        {
            return open;
        }

        var message = new JsonObject { [selection[MessageField.Length..]] = route.RouteKey };
        return $"{open} -x '{message.ToJsonString()}'";
    }

    /// <summary>The parameters without which nobody is let in, each with some value.</summary>
    private static string Query(ApiV2Definition api)
    {
        var required = (api.Routes.FirstOrDefault(static route => route.RouteKey == "$connect")?.RequestParameters
                ?? ImmutableSortedDictionary<string, ParameterConstraints>.Empty)
            .Where(static one => one.Value.Required == true
                && one.Key.StartsWith(QueryPrefix, StringComparison.Ordinal))
            .Select(static one => $"{Uri.EscapeDataString(one.Key[QueryPrefix.Length..])}=1");
        var query = string.Join('&', required);
        return query.Length == 0 ? query : "?" + query;
    }

    private string StageUrl(ApiV2Definition api, StageV2Document stage)
    {
        var url = HttpApiProject.StageUrl(api.Api.ApiId, stage.StageName, ServerUrl);
        return api.Api.ProtocolType == ApiV2Document.WebSocket
            ? "ws" + url["http".Length..] // wss for https
            : url;
    }
}
