namespace Gatehouse.Conformance.BackendFaults;

/// <summary>One row of the table of backend faults.</summary>
/// <param name="Name">Unique; what the backend does.</param>
/// <param name="Script">What it does once the request's head is read.</param>
/// <param name="Proxy">The answer through HTTP_PROXY.</param>
/// <param name="Mapped">The answer through HTTP, whose default response is 200.</param>
/// <param name="IsReused">The connection serves the next call.</param>
internal sealed record FaultCase(
    string Name, Func<FaultyConnection, Task> Script, Outcome Proxy, Outcome Mapped, bool IsReused)
{
    /// <summary>Where HTTP_PROXY differs: it holds no long body.</summary>
    public bool? IsReusedByProxy { get; init; }

    public string Verb { get; init; } = "GET";

    public string Body { get; init; } = "";
}

/// <param name="Status">Of the client's answer.</param>
/// <param name="Text">Its body; <see langword="null"/> is not looked at.</param>
/// <param name="Type">The gateway response's type, when the gateway answers itself.</param>
/// <param name="Detail">A piece of the log's sentence.</param>
internal sealed record Outcome(int Status, string? Text = null, string? Type = null, string? Detail = null)
{
    public static readonly Outcome Lost = Network("closed the connection before its response was complete");
    public static readonly Outcome Malformed = Network("is no well-formed HTTP/1.1");
    public static readonly Outcome HeadTooLarge = Network("head of the backend's response is too large");

    public static readonly Outcome TimedOut = new(
        504, "{\"message\": \"Endpoint request timed out\"}", "INTEGRATION_TIMEOUT", "Execution failed due to a timeout error");

    public static readonly Outcome Configuration = new(
        500, "{\"message\": \"Internal server error\"}", "API_CONFIGURATION_ERROR", "Execution failed due to configuration error: ");

    public static Outcome Ok(string text, int status = 200) => new(status, text);

    public static Outcome Network(string detail) => new(
        504, "{\"message\": \"Network error communicating with endpoint\"}", "INTEGRATION_FAILURE", detail);
}
