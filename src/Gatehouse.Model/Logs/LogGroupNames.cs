namespace Gatehouse.Model.Logs;

/// <summary>The names of the groups that Gatehouse itself writes.</summary>
public static class LogGroupNames
{
    /// <summary>Beside a group: the copy of what a canary served (rest-execution §11).</summary>
    public const string CanarySuffix = "/Canary";

    /// <summary>
    /// Why the gateway itself answered a request: what <c>gatehouse logs --why</c> reads. AWS has no such group.
    /// </summary>
    public const string Decisions = "/gatehouse/decisions";

    /// <summary>Messages to the users of a user pool, codes included: what <c>gatehouse logs</c> shows an operator.</summary>
    public static string UserPoolMessages(string poolId) => $"/gatehouse/userpools/{poolId}";

    /// <summary>The execution log of a stage (observability §2.3).</summary>
    public static string ExecutionLog(string apiId, string stage) => $"API-Gateway-Execution-Logs_{apiId}/{stage}";

    /// <summary>The execution log of a WebSocket API's stage (websocket-api §9.3, unconfirmed).</summary>
    public static string WebSocketExecutionLog(string apiId, string stage) => $"/aws/apigateway/{apiId}/{stage}";

    /// <summary>What a function prints.</summary>
    public static string Function(string name) => "/aws/lambda/" + name;
}
