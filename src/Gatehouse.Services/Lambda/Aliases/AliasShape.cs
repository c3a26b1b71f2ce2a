using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Aliases;

internal static class AliasShape
{
    public static string ArnOf(OperationCall call, string function, string alias) =>
        new FunctionName(call.Scope.Account, call.Scope.Region, function, alias).Arn;

    public static JsonObject Of(OperationCall call, string function, AliasDocument alias)
    {
        var shape = new JsonObject
        {
            ["AliasArn"] = ArnOf(call, function, alias.Name),
            ["Name"] = alias.Name,
            ["FunctionVersion"] = alias.FunctionVersion,
            ["Description"] = alias.Description,
            ["RevisionId"] = alias.RevisionId,
        };
        if (alias.AdditionalWeights is { IsEmpty: false } additional)
        {
            var weights = new JsonObject();
            foreach (var (version, weight) in additional)
            {
                weights[version] = weight;
            }

            shape["RoutingConfig"] = new JsonObject { ["AdditionalVersionWeights"] = weights };
        }

        return shape;
    }
}
