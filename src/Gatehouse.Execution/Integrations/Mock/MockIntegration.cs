using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Mock;

/// <summary>MOCK: the rendered request template says which integration response answers (sheet §5.8).</summary>
internal sealed class MockIntegration : IRestStep
{
    private const string Unparseable =
        "Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is "
        + "defined in the request template.";

    public static readonly StepResult NoStatus = new(GatewayFaults.InternalError, Unparseable);

    public ValueTask<StepResult> RunAsync(RestCall call)
    {
        if (LenientStatusCode.Read(call.ToBackend.Body.Span) is not { } status)
        {
            return NoStatus;
        }

        call.FromBackend = new BackendAnswer
        {
            SelectionValue = status.ToString(CultureInfo.InvariantCulture), Status = status,
        };
        return StepResult.Continue;
    }
}
