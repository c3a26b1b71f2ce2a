namespace Gatehouse.Server.Composition;

/// <summary>Where a server keeps everything when it is not told.</summary>
internal static class DataFolder
{
    /// <summary><c>gatehouse</c> in the user's data folder (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>).</summary>
    public static string Default() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
        "gatehouse");
}
