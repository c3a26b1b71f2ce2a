using System.Text.RegularExpressions;

namespace Gatehouse.Services.SdkGeneration;

/// <summary>
/// What configuration properties may look like. AWS does not document it; these are what the platforms accept, and
/// nothing of them can leave the place in a program where it is written.
/// </summary>
internal static partial class SettingForms
{
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex Identifier { get; }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex ClassPrefix { get; }

    [GeneratedRegex(@"^[A-Za-z]+\z", RegexOptions.NonBacktracking)]
    public static partial Regex Letters { get; }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*\z", RegexOptions.NonBacktracking)]
    public static partial Regex DottedName { get; }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex PackageName { get; }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex ArtifactName { get; }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.+-]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex Version { get; }

    [GeneratedRegex(@"^(@[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9._-]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex NpmName { get; }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._~/-]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex GoModule { get; }

    [GeneratedRegex(@"^(maven|gradle)\z", RegexOptions.NonBacktracking)]
    public static partial Regex BuildSystem { get; }

    [GeneratedRegex(@"^[\s\S]*\z", RegexOptions.NonBacktracking)]
    public static partial Regex Prose { get; }
}
