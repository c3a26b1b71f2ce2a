using Gatehouse.Model.Functions;

namespace Gatehouse.Functions.Packages;

/// <summary>Bounds of unpacking. What has no other source is ours.</summary>
internal static class PackageLimits
{
    /// <value>Bytes of all files together. Source: Lambda quotas, unzipped deployment package.</value>
    public const long UnzippedBytes = FunctionLimits.UnzippedBytes;

    public const int Entries = 100_000;

    /// <value>Bytes of an entry's path (Linux: PATH_MAX is 4,096 with our own folder in front).</value>
    public const int PathBytes = 2_048;

    public const int LinkBytes = 1_024;
}
