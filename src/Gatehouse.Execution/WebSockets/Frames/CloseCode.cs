namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>Status codes of closing frames (RFC 6455 §7.4), and the words that go with ours (websocket-api §7.4).</summary>
internal static class CloseCode
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int ProtocolError = 1002;
    public const int Unsupported = 1003;

    /// <summary>Never on the wire: the closing frame had no code.</summary>
    public const int NoStatus = 1005;

    /// <summary>Never on the wire: the connection was lost.</summary>
    public const int Abnormal = 1006;

    public const int InvalidPayload = 1007;
    public const int TooBig = 1009;

    public const string GoingAwayReason = "Going away";
    public const string NormalReason = "Connection Closed Normally";
    public const string NoStatusReason = "Client-side close frame status not set";
    public const string AbnormalReason = "Connection closed abnormally";
    public const string TooBigReason = "Message too big";

    /// <summary>The stackd capture's text (unconfirmed, §5.1).</summary>
    public const string BinaryReason = "Binary is not supported";

    // Ours: no text of Amazon's is known (unconfirmed, §5.1).
    public const string InvalidTextReason = "Invalid UTF-8";
    public const string ProtocolReason = "Protocol error";

    /// <summary>What a peer may say in a closing frame (websocket-api §11.4).</summary>
    public static bool IsSendable(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}

/// <summary>How a connection ended, as <c>$disconnect</c> is told.</summary>
internal readonly record struct CloseStatus(int Code, string Reason)
{
    public static readonly CloseStatus GoingAway = new(CloseCode.GoingAway, CloseCode.GoingAwayReason);

    public static readonly CloseStatus Deleted = new(CloseCode.Normal, CloseCode.NormalReason);

    public static readonly CloseStatus Lost = new(CloseCode.Abnormal, CloseCode.AbnormalReason);

    public static readonly CloseStatus NoStatus = new(CloseCode.NoStatus, CloseCode.NoStatusReason);

    public static readonly CloseStatus TooBig = new(CloseCode.TooBig, CloseCode.TooBigReason);

    public static readonly CloseStatus Binary = new(CloseCode.Unsupported, CloseCode.BinaryReason);

    public static readonly CloseStatus InvalidText = new(CloseCode.InvalidPayload, CloseCode.InvalidTextReason);

    public static readonly CloseStatus Protocol = new(CloseCode.ProtocolError, CloseCode.ProtocolReason);
}
