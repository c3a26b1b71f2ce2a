using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>A function as Lambda shows it (<c>FunctionConfiguration</c>).</summary>
internal static class FunctionShape
{
    public static JsonObject Configuration(FunctionDocument function, bool isQualified = false)
    {
        var shape = new JsonObject
        {
            ["FunctionName"] = function.FunctionName,
            ["FunctionArn"] = isQualified ? $"{function.FunctionArn}:{function.Version}" : function.FunctionArn,
            ["Runtime"] = function.Runtime,
            ["Role"] = function.Role,
            ["Handler"] = function.Handler,
            ["CodeSize"] = function.Code.CodeSize,
            ["Description"] = function.Description,
            ["Timeout"] = function.Timeout,
            ["MemorySize"] = function.MemorySize,
            ["LastModified"] = function.LastModified,
            ["CodeSha256"] = function.Code.CodeSha256,
            ["Version"] = function.Version,
            ["TracingConfig"] = new JsonObject { ["Mode"] = "PassThrough" },
            ["RevisionId"] = function.RevisionId,
            ["State"] = function.State,
            ["LastUpdateStatus"] = function.LastUpdateStatus,
            ["PackageType"] = "Zip",
            ["Architectures"] = new JsonArray([.. function.Architectures.Select(static name => (JsonNode)name)]),
            ["EphemeralStorage"] = new JsonObject { ["Size"] = 512 },
            ["SnapStart"] = new JsonObject { ["ApplyOn"] = "None", ["OptimizationStatus"] = "Off" },
            ["LoggingConfig"] =
                new JsonObject { ["LogFormat"] = "Text", ["LogGroup"] = $"/aws/lambda/{function.FunctionName}" },
        };
        if (function.Environment is { } environment)
        {
            var variables = new JsonObject();
            foreach (var (name, value) in environment)
            {
                variables[name] = value;
            }

            shape["Environment"] = new JsonObject { ["Variables"] = variables };
        }

        RecordedSettings.Show(function.RecordedSettings, shape);
        return shape;
    }
}
