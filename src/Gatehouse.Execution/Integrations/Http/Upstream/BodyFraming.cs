namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>How the end of a response body is known (RFC 9112 §6.3).</summary>
internal enum BodyFraming
{
    None = 0,
    Length = 1,
    Chunked = 2,
    UntilClose = 3,
}
