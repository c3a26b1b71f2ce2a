namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Why a call to a backend failed. What the network can cause is a value, never an exception.</summary>
/// <remarks>rest-execution.md §5.9 says which of them becomes which answer.</remarks>
internal enum UpstreamFault
{
    None = 0,

    /// <summary>The host does not resolve, or resolves only to addresses the operator forbids.</summary>
    InvalidAddress = 1,

    /// <summary>Nobody accepts at any address of the host, or the pool of the target is exhausted.</summary>
    ConnectFailed = 2,

    /// <summary>The TLS handshake failed for another reason than the certificate.</summary>
    TlsFailed = 3,

    CertificateNameMismatch = 4,

    CertificateUntrusted = 5,

    /// <summary>The time given ran out: connecting, waiting for the head, or in the middle of the body.</summary>
    TimedOut = 6,

    /// <summary>The backend closed or reset before the response was complete.</summary>
    ConnectionLost = 7,

    /// <summary>The backend answered something that is not one well-formed HTTP/1.1 response.</summary>
    MalformedResponse = 8,

    HeadTooLarge = 9,

    /// <summary>The body is larger than the caller of <see cref="UpstreamExchange.ReadBodyAsync"/> allowed.</summary>
    BodyTooLarge = 10,

    /// <summary>The body to send could not be read from the client, or had another length than declared.</summary>
    RequestBodyFailed = 11,

    /// <summary>The token was cancelled, or the reader of the response went away.</summary>
    Cancelled = 12,
}
