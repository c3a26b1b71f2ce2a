namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>What a reader of frames takes. The defaults are Amazon's (websocket-api §5.1).</summary>
internal sealed record FrameRules
{
    public static readonly FrameRules Default = new();

    /// <summary>The same with permessage-deflate agreed on: the first reserved bit has a meaning then.</summary>
    public static readonly FrameRules Compressed = new() { IsCompressionAgreed = true };

    /// <value>Bytes of a frame's payload on the wire.</value>
    public int MaxFrameBytes { get; init; } = WebSocketLimits.FrameBytes;

    /// <value>Bytes of a whole message, inflated.</value>
    public int MaxMessageBytes { get; init; } = WebSocketLimits.MessageBytes;

    /// <summary>WebSocket APIs take no binary messages; our own conformance tests do.</summary>
    public bool TakesBinary { get; init; }

    public bool IsCompressionAgreed { get; init; }
}
