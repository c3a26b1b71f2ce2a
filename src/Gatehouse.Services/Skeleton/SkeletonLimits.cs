namespace Gatehouse.Services.Skeleton;

/// <summary>Bounds of the control plane's door. Ours unless a source is named.</summary>
internal static class SkeletonLimits
{
    /// <value>Bytes of a request body: AWS's limit of an imported definition (rest-control-plane §9); nothing else is
    /// larger.</value>
    public const int BodyBytes = 6 * 1024 * 1024;

    /// <value>Bytes of a body that carries a function's package: 50 MiB in base64, and room for the other
    /// members.</value>
    public const int PackageBodyBytes = 70 * 1024 * 1024;

    /// <value>Bytes that a body's buffer starts with at most, whatever its Content-Length claims.</value>
    public const int FirstBodyBuffer = 64 * 1024;

    /// <summary>How often an operation runs when other writers keep being first, before the caller is told.</summary>
    public const int ConflictAttempts = 16;
}
