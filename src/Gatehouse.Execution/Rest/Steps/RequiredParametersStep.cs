using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;

namespace Gatehouse.Execution.Rest.Steps;

/// <summary>
/// Each required parameter must be there and not blank (sheet §4.2). Only with a validator that checks parameters.
/// </summary>
/// <param name="required">In order of the full key: header, path, querystring, each alphabetical.</param>
internal sealed class RequiredParametersStep(RequiredParameter[] required) : IRestStep
{
    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        List<string>? missing = null;
        var scope = new MappingScope(call.Request, call);
        foreach (var parameter in required)
        {
            if (string.IsNullOrWhiteSpace(parameter.Source.ReadSingle(scope)))
            {
                (missing ??= []).Add(parameter.Name);
            }
        }

        return missing is null
            ? StepResult.Continue
            : new StepResult(
                GatewayFaults.MissingParameters(missing),
                $"Missing required request parameters: [{string.Join(", ", missing)}]");
    }
}

internal sealed record RequiredParameter(string Name, ValueExpression Source);
