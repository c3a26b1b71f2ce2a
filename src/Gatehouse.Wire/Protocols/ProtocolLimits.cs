namespace Gatehouse.Wire.Protocols;

/// <summary>Bounds of what codecs read.</summary>
public static class ProtocolLimits
{
    /// <summary>Nesting of a JSON body. No AWS shape comes near it; the default of the base library.</summary>
    public const int JsonDepth = 64;

    /// <summary>Parameters of one query. Ours: the longest AWS call (UntagResource) sends fifty keys.</summary>
    public const int QueryParameters = 1_024;

    /// <value>Characters of a refused value that the refusal repeats. Ours.</value>
    public const int ShownCharacters = 256;

    /// <summary>Constraint violations told in one answer; the rest would only repeat.</summary>
    public const int ReportedViolations = 100;
}
