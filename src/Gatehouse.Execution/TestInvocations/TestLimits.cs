namespace Gatehouse.Execution.TestInvocations;

/// <summary>Bounds of TestInvokeMethod. Source: sheet §13.1.</summary>
internal static class TestLimits
{
    /// <summary>How long a streamed method is waited for.</summary>
    public static readonly TimeSpan StreamWait = TimeSpan.FromSeconds(35);

    /// <value>Bytes that are taken of a streamed method's body.</value>
    public const int StreamBytes = 1024 * 1024;

    /// <value>Bytes that are taken of any other body: what a call may answer.</value>
    public const int BodyBytes = ExecutionLimits.BodyBytes;
}
