using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Domains;
using Gatehouse.Services.ApiGatewayV2.DomainNames;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.RoutingRules;

/// <summary>Routing rules between their document and the contract's nested shapes (http-api §3.11).</summary>
internal static class RoutingRuleShape
{
    public static JsonObject Write(RoutingRuleDocument rule) => new()
    {
        ["RoutingRuleId"] = rule.RoutingRuleId,
        ["RoutingRuleArn"] = rule.RoutingRuleArn,
        ["Priority"] = rule.Priority,
        ["Actions"] = new JsonArray(new JsonObject
        {
            ["InvokeApi"] = new JsonObject
            {
                ["ApiId"] = rule.ApiId,
                ["Stage"] = rule.Stage,
                ["StripBasePath"] = rule.StripBasePath,
            },
        }),
        ["Conditions"] = new JsonArray([.. rule.Conditions.Select(Write)]),
    };

    public static OperationOutput Output(RoutingRuleDocument rule) => OperationOutput.Of(Write(rule));

    /// <summary>The rule that the input describes, checked in itself.</summary>
    public static RoutingRuleDocument Read(OperationInput input, string id, string arn)
    {
        var actions = input.Members["Actions"] as JsonArray ?? [];
        if (actions.Count != 1 || actions[0]?["InvokeApi"] is not JsonObject invoke)
        {
            throw ApiGatewayV2Faults.BadRequest("Exactly one action must be specified for a routing rule");
        }

        var rule = new RoutingRuleDocument
        {
            RoutingRuleId = id,
            RoutingRuleArn = arn,
            Priority = input.FindInteger("Priority") ?? 0,
            Conditions = [.. (input.Members["Conditions"] as JsonArray ?? []).OfType<JsonObject>().Select(Read)],
            ApiId = invoke["ApiId"]!.GetValue<string>(),
            Stage = invoke["Stage"]!.GetValue<string>(),
            StripBasePath = invoke["StripBasePath"]?.GetValue<bool>() ?? false,
        };
        RoutingRuleRules.Check(rule);
        return rule;
    }

    public static async ValueTask<(Versioned<DomainNameDocument> Domain, Versioned<RoutingRuleDocument> Rule)> FindAsync(
        ApiV2Store store, OperationCall call, CancellationToken cancellationToken)
    {
        var domain = await DomainNameV2Store.FindAsync(store, call, cancellationToken);
        var id = call.Input.RequiredString("RoutingRuleId");
        var rule = await store.Documents.FindAsync<RoutingRuleDocument>(
            call.Scope, $"{domain.Id}/{id}", cancellationToken);
        return rule is not null
            ? (domain, rule)
            : throw ApiGatewayV2Faults.NotFound(
                "The routing rule resource specified in the request was not found.", "RoutingRule");
    }

    private static JsonNode Write(RoutingCondition condition)
    {
        var members = new JsonObject();
        if (condition.Headers is { } headers)
        {
            members["MatchHeaders"] = new JsonObject
            {
                ["AnyOf"] = new JsonArray([.. headers.Select(static match => (JsonNode)new JsonObject
                {
                    ["Header"] = match.Header,
                    ["ValueGlob"] = match.ValueGlob,
                })]),
            };
        }

        if (condition.BasePaths is { } paths)
        {
            members["MatchBasePaths"] = new JsonObject
            {
                ["AnyOf"] = new JsonArray([.. paths.Select(static path => (JsonNode)JsonValue.Create(path))]),
            };
        }

        return members;
    }

    private static RoutingCondition Read(JsonObject sent) => new()
    {
        Headers = sent["MatchHeaders"]?["AnyOf"] is JsonArray headers
            ? [.. headers.OfType<JsonObject>().Select(static match => new HeaderMatch
            {
                Header = match["Header"]!.GetValue<string>(),
                ValueGlob = match["ValueGlob"]!.GetValue<string>(),
            })]
            : null,
        BasePaths = sent["MatchBasePaths"]?["AnyOf"] is { } paths ? InputMembers.Texts(paths) : null,
    };
}
