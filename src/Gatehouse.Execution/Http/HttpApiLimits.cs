namespace Gatehouse.Execution.Http;

/// <summary>Bounds of a call of an HTTP API. Source unless said otherwise: http-api §6.7.</summary>
internal static class HttpApiLimits
{
    /// <value>Bytes of the request line and the values of the headers.</value>
    public const int HeadBytes = 10_240;

    /// <value>Bytes of a body in which a mapping's JSON path is looked for.</value>
    public const int JsonWindowBytes = 100 * 1024;

    /// <value>Nested objects and arrays that such a path follows. Ours.</value>
    public const int JsonDepth = 64;

    /// <value>Bytes of a function's answer: what Lambda lets a synchronous function return.</value>
    public const int FunctionAnswerBytes = 6 * 1024 * 1024;

    /// <value>Bytes that a mapping may make a header or parameter of. Ours: a backend's usual bound for a head.</value>
    public const int MappedValueBytes = 64 * 1024;

    /// <summary>Longest time that a passed-through body may flow. Ours: as a streamed body of a REST API.</summary>
    public static readonly TimeSpan StreamTotal = TimeSpan.FromMinutes(15);
}
