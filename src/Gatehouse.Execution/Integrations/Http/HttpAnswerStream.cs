using System.IO.Pipelines;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>A backend's body on its way to the client, never held.</summary>
internal sealed class HttpAnswerStream(UpstreamExchange exchange, HttpSettings settings, bool isHead) : IAnswerStream
{
    /// <summary>For HEAD the length that a body would have.</summary>
    public long? Length => isHead ? exchange.DeclaredLength : exchange.ContentLength;

    public bool IsImmediate => settings.IsStream || isHead;

    public async ValueTask<StepResult> CopyToAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var fault = await exchange.CopyBodyToAsync(output, settings.StreamTimeouts, cancellationToken);
        return fault == UpstreamFault.None
            ? StepResult.Continue
            : HttpFaults.Of(
                fault, exchange.FaultDetail, exchange.FaultCause, settings.PayloadBytes, cancellationToken);
    }
}
