namespace Gatehouse.Server.Composition;

/// <summary>What the server prints while it runs.</summary>
/// <param name="IsVerbose">Log information and debug lines, not only warnings.</param>
/// <param name="ShowsRequests">Print a line for each finished request (<c>gatehouse run</c>).</param>
internal sealed record ServerOutput(bool IsVerbose, bool ShowsRequests);
