using System.Globalization;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Mock;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>
/// MOCK: the rendered request says the status, and comes back as the answer: the service model calls the type a loop-back
/// (whether templates of responses see it is unconfirmed).
/// </summary>
internal sealed class MockBackend : IEventBackend
{
    private static readonly EventResult NoStatus = new(
        SocketFault.ConfigurationError,
        "Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is "
        + "defined in the request template.");

    // The statuses that mocks answer, written once.
    private static readonly string[] Texts =
        [.. Enumerable.Range(0, 600).Select(static status => status.ToString(CultureInfo.InvariantCulture))];

    public ValueTask<EventResult> SendAsync(RouteEvent call, BackendRequest request)
    {
        if (LenientStatusCode.Read(request.Body.Span) is not { } status)
        {
            return NoStatus;
        }

        call.Endpoint.Status = status;
        call.Answer = new BackendAnswer
        {
            SelectionValue = status >= 0 && status < Texts.Length
                ? Texts[status]
                : status.ToString(CultureInfo.InvariantCulture),
            Status = status,
            Body = request.Body,
        };
        return EventResult.Continue;
    }
}
