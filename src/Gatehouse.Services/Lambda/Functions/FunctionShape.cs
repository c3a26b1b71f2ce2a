using System.Text.Json.Nodes;
using Gatehouse.Model.Functions;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>A function as Lambda shows it (<c>FunctionConfiguration</c>).</summary>
internal static class FunctionShape
{
    /// <param name="function">The function or version.</param>
    /// <param name="qualifier">What the ARN ends with: a version, or the alias that was asked for.</param>
    public static JsonObject Configuration(FunctionDocument function, string? qualifier = null)
    {
        var shape = new JsonObject
        {
            ["FunctionName"] = function.FunctionName,
            ["FunctionArn"] = qualifier is null ? function.FunctionArn : $"{function.FunctionArn}:{qualifier}",
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

        if (function.Layers is { IsEmpty: false } layers)
        {
            shape["Layers"] = new JsonArray(
            [
                .. layers.Select(static layer => new JsonObject { ["Arn"] = layer.Arn, ["CodeSize"] = layer.CodeSize }),
            ]);
        }

        if (function.DeadLetterTargetArn is { } deadLetters)
        {
            shape["DeadLetterConfig"] = new JsonObject { ["TargetArn"] = deadLetters };
        }

        RecordedSettings.Show(function.RecordedSettings, shape);
        return shape;
    }
}
