namespace Gatehouse.Services.Projects;

/// <summary>Bounds of a project folder.</summary>
internal static class ProjectLimits
{
    /// <summary>Functions in one folder: the account's concurrency would be spent long before.</summary>
    public const int Functions = 200;

    /// <value>Bytes of <c>function.json</c> and <c>stage.json</c>.</value>
    public const int SettingsBytes = 256 * 1024;

    /// <summary>Files of one function that take part in its version.</summary>
    public const int FilesPerFunction = 20_000;
}
