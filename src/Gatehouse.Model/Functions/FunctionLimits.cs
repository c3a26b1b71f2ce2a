namespace Gatehouse.Model.Functions;

/// <summary>Bounds of functions. Source: the Lambda developer guide, "Lambda quotas".</summary>
public static class FunctionLimits
{
    /// <value>Bytes of a zip in a request (50 MB).</value>
    public const int ZippedBytes = 52_428_800;

    /// <value>Bytes of the unpacked code with its layers (250 MB).</value>
    public const long UnzippedBytes = 262_144_000;

    /// <value>Bytes of a synchronous event or answer: 6 MiB and 100 bytes.</value>
    public const int PayloadBytes = 6_291_556;

    /// <value>Bytes of a streamed answer (200 MB). Source: deployment-and-tools §6.2.</value>
    public const long StreamBytes = 209_715_200;

    public const int EnvironmentBytes = 4_096;

    public const int MaxTimeoutSeconds = 900;

    public const int DefaultTimeoutSeconds = 3;

    public const int MinMemoryMiB = 128;

    public const int MaxMemoryMiB = 10_240;

    /// <summary>Instances of all functions of an account at once, as on AWS.</summary>
    public const int AccountConcurrency = 1_000;

    public const int LogTailBytes = 4_096;

    /// <summary>Executions that no function may reserve. Source: deployment-and-tools §6.5.</summary>
    public const int MinUnreservedConcurrency = 100;

    /// <summary>Layers of one function.</summary>
    public const int Layers = 5;

    public const int DefaultRetryAttempts = 2;

    /// <value>Seconds: six hours. Source: deployment-and-tools §6.1.</value>
    public const int MaxEventAgeSeconds = 21_600;

    public const int MinEventAgeSeconds = 60;
}
