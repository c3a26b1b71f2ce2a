namespace Gatehouse.Wire.SigV4;

/// <summary>Why a signature is refused, before a protocol gives it a code and a status (security §1.9).</summary>
public enum SigV4FaultKind
{
    /// <summary>The request is not signed at all.</summary>
    MissingToken = 0,

    /// <summary>What should be a signature cannot be read.</summary>
    Incomplete = 1,

    /// <summary>It can be read and is wrong: scope, time, signed headers or the signature itself.</summary>
    Invalid = 2,

    /// <summary>No such access key, or a token that is not the key's.</summary>
    UnrecognizedClient = 3,

    /// <summary>The session is over.</summary>
    ExpiredToken = 4,
}

/// <param name="Kind">Which road.</param>
/// <param name="Message">AWS's sentence.</param>
public sealed record SigV4Fault(SigV4FaultKind Kind, string Message)
{
    public static SigV4Fault MissingToken { get; } = new(SigV4FaultKind.MissingToken, "Missing Authentication Token");

    public static SigV4Fault UnrecognizedClient { get; } =
        new(SigV4FaultKind.UnrecognizedClient, "The security token included in the request is invalid.");

    public static SigV4Fault ExpiredToken { get; } =
        new(SigV4FaultKind.ExpiredToken, "The security token included in the request is expired");

    public static SigV4Fault Incomplete(string message) => new(SigV4FaultKind.Incomplete, message);

    public static SigV4Fault Invalid(string message) => new(SigV4FaultKind.Invalid, message);
}
