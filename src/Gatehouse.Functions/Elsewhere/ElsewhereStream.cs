using Gatehouse.Functions.RuntimeApi;
using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Elsewhere;

/// <summary>
/// The answer of a function elsewhere for whoever reads along: it is asked for whole and comes in one piece.
/// </summary>
internal static class ElsewhereStream
{
    public static FunctionStream Start(IFunctionsElsewhere elsewhere, FunctionCall call)
    {
        var output = new StreamedAnswer();
        _ = RunAsync(elsewhere, call, output);
        return output.Stream;
    }

    private static async Task RunAsync(IFunctionsElsewhere elsewhere, FunctionCall call, StreamedAnswer output)
    {
        FunctionResult result;
        try
        {
            result = await elsewhere.InvokeAsync(call, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Whoever waits for the stream must hear of its end, whatever it was.
            result = new FunctionResult { Outcome = FunctionOutcome.HostFailed, Reason = exception.Message };
        }

        output.Complete(result);
    }
}
