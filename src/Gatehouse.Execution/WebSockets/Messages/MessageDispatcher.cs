using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.WebSockets.Connections;
using Gatehouse.Execution.WebSockets.Frames;
using Gatehouse.Execution.WebSockets.Records;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.WebSockets.Messages;

/// <summary>
/// Takes messages to their routes (websocket-api §5.2, §5.10): begun in the order in which they came, run at the same time, answered when
/// each is done. No failure closes the connection.
/// </summary>
internal sealed class MessageDispatcher(
    RequestIdentifiers ids, TimeProvider time, SocketRecorder recorder, ILogger<MessageDispatcher> logger)
{
    /// <summary>Begins with a message; returns when its integration is done or waits for something.</summary>
    public void Start(ClientConnection connection, PooledBytes message)
    {
        // A new deployment serves the next message (§5.3). A stage that is gone closes its connections.
        if (connection.Client.Stage.Current is not { } stage)
        {
            var length = message.Length;
            message.Dispose();
            connection.Finished(length);
            connection.Close(CloseStatus.GoingAway);
            return;
        }

        var arrivedAt = time.GetUtcNow();
        var call = new RouteEvent(connection.Client, stage, EventKind.Message)
        {
            RequestId = EventIds.NewRequestId(ids),
            MessageId = EventIds.NewMessageId(ids),
            ArrivedAt = arrivedAt,
            StartedAt = time.GetTimestamp(),
            Body = message.Written,
        };
        call.Own(message);
        stage.Records.Meter.CountMessage();
        var bytes = message.Length;
        var running = RunAsync(connection, call);
        if (running.IsCompletedSuccessfully)
        {
            connection.Finished(bytes);
        }
        else
        {
            _ = FinishLaterAsync(connection, running, bytes);
        }
    }

    private static async Task FinishLaterAsync(ClientConnection connection, ValueTask running, int bytes)
    {
        await running; // never fails
        connection.Finished(bytes);
    }

    private ValueTask RunAsync(ClientConnection connection, RouteEvent call)
    {
        ValueTask<EventResult> running;
        try
        {
            running = Walk(call);
        }
        catch (Exception exception)
        {
            running = Bug(call, exception);
        }

        return running.IsCompletedSuccessfully
            ? AnswerAsync(connection, call, Completed.Take(running))
            : ContinueAsync(connection, call, running);
    }

    private async ValueTask ContinueAsync(
        ClientConnection connection, RouteEvent call, ValueTask<EventResult> running)
    {
        EventResult result;
        try
        {
            result = await running;
        }
        catch (Exception exception)
        {
            result = Bug(call, exception);
        }

        await AnswerAsync(connection, call, result);
    }

    private ValueTask<EventResult> Walk(RouteEvent call)
    {
        var route = call.Stage.Select(call);
        call.Route = route;
        route?.Meter?.CountMessage();
        recorder.Begin(call, route is null ? call.Stage.Records.Trace : route.Trace);
        // "Forbidden" says nothing of authorization here (§5.3).
        return route is null
            ? new EventResult(SocketFault.Forbidden, "No route matches the message, and there is no $default")
            : RouteRunner.RunAsync(call);
    }

    private EventResult Bug(RouteEvent call, Exception exception)
    {
        logger.EventFailed(exception, call.EventType, call.RequestId, call.Client.ConnectionId);
        return new EventResult(SocketFault.Bug, "Execution failed due to an internal error");
    }

    private async ValueTask AnswerAsync(ClientConnection connection, RouteEvent call, EventResult result)
    {
        call.Fault = result.Fault;
        call.Detail = result.Detail;
        call.Status = result.Fault?.Status ?? call.Answer?.Status ?? 200;
        try
        {
            await using (call)
            {
                if (call.Fault is { } fault)
                {
                    // On one-way routes too (§5.8).
                    await connection.AnswerAsync(ErrorFrames.Of(call, fault));
                }
                else if (!call.Reply.IsEmpty)
                {
                    call.Stage.Records.Meter.CountMessage();
                    call.Route?.Meter?.CountMessage();
                    await connection.AnswerAsync(SocketText.Of(call.Reply));
                }

                recorder.Record(call);
            }
        }
        catch (Exception exception)
        {
            logger.EventFailed(exception, call.EventType, call.RequestId, call.Client.ConnectionId);
        }
    }
}
