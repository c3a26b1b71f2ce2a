namespace Gatehouse.Execution.Records;

/// <summary>Bounds of what one request may leave behind in logs.</summary>
internal static class RecordLimits
{
    /// <value>Characters of one line of an execution log; the rest is cut. Source: observability sheet §2.3, "exactly
    /// 1024 characters".</value>
    public const int LineLength = 1_024;

    /// <value>Characters of a header dump. Source: sheet §13.1.</value>
    public const int HeaderDumpLength = 998;

    /// <value>Lines of one request. Ours: AWS's longest known sequence has some forty.</value>
    public const int Lines = 256;

    /// <value>Characters of all lines of one request together. Ours.</value>
    public const int Characters = 128 * 1_024;

    /// <value>Bytes of a body that are looked at for a line: no line shows more characters than it has bytes.</value>
    public const int BodyBytes = LineLength * 4;

    /// <value>Characters of a secret that stay visible. Source: sheet §14.1, "last 6 chars visible".</value>
    public const int VisibleSecret = 6;

    /// <value>Characters of a metric dimension's value. Source: sheet §14.4.</value>
    public const int DimensionLength = 255;

    /// <value>
    /// Metric series: stages, and methods with metrics enabled. Ours; what is over it is counted together.
    /// </value>
    public const int Series = 10_000;
}
