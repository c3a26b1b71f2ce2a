namespace Gatehouse.Wire.Contracts;

/// <summary>How an instant is written.</summary>
public enum TimestampFormat
{
    /// <summary>
    /// What the protocol prescribes for the place: in a JSON body seconds since the epoch, in a query string or an XML
    /// body an RFC 3339 date-time, in a header an HTTP date.
    /// </summary>
    ProtocolDefault = 0,

    /// <summary>RFC 3339 in UTC, such as <c>2018-11-29T18:30:00Z</c>.</summary>
    DateTime = 1,

    /// <summary>RFC 9110 IMF-fixdate.</summary>
    HttpDate = 2,

    /// <summary>Seconds since 1970 as a number that may have a fraction.</summary>
    EpochSeconds = 3,
}
