namespace Gatehouse.Execution.WebSockets.Management;

/// <summary>What a call of the management API is refused with (websocket-api §8.3).</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Type"><c>x-amzn-ErrorType</c>; <see langword="null"/> sends none.</param>
/// <param name="Message">Of the body; <see langword="null"/> sends an empty one.</param>
internal sealed record ManagementFault(int Status, string? Type, string? Message)
{
    public static readonly ManagementFault Forbidden = new(403, "ForbiddenException", "Forbidden");

    public static readonly ManagementFault MissingToken =
        new(403, "MissingAuthenticationTokenException", "Missing Authentication Token");

    /// <summary>Unknown, closed, not yet open: the body is empty (captured).</summary>
    public static readonly ManagementFault Gone = new(410, "GoneException", null);

    /// <summary>The service model has the type; a capture shows neither type nor body, and SDKs go by the status then.</summary>
    public static readonly ManagementFault TooLarge = new(413, "PayloadTooLargeException", "Payload too large");

    public static readonly ManagementFault Throttled = new(429, "LimitExceededException", "Limit Exceeded");

    public static readonly ManagementFault Bug = new(500, "InternalServerErrorException", "Internal server error");

    public static ManagementFault Malformed(string id) => new(400, "BadRequestException", $"Invalid connectionId: {id}");
}
