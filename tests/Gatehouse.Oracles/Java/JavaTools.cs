using System.Runtime.CompilerServices;

namespace Gatehouse.Oracles.Java;

/// <summary>Finds the JDK and the jars of the originals. What is missing is a reason to skip, not a failure.</summary>
internal static class JavaTools
{
    private const string DebianJars = "/usr/share/java";

    /// <summary>tests/oracles, where the drivers stand.</summary>
    public static string DriverFolder { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "oracles"));

    /// <summary>The jars of Velocity 1.7, or null with the reason.</summary>
    public static string? FindVelocity(out string reason)
    {
        if (!HasJdk(out reason))
        {
            return null;
        }
        if (Environment.GetEnvironmentVariable("GATEHOUSE_ORACLE_VELOCITY") is { Length: > 0 } named)
        {
            return named;
        }
        string[] jars =
        [
            Path.Combine(DebianJars, "velocity-1.7.jar"),
            Path.Combine(DebianJars, "commons-collections3.jar"),
            Path.Combine(DebianJars, "commons-lang.jar"),
        ];
        if (Array.Find(jars, jar => !File.Exists(jar)) is { } missing)
        {
            reason = $"{missing} is missing: install Debian's package velocity, or name the jars of Velocity 1.7 in " +
                "GATEHOUSE_ORACLE_VELOCITY.";
            return null;
        }
        return string.Join(Path.PathSeparator, jars);
    }

    /// <summary>The jar with Jayway JsonPath 2.9, or null with the reason.</summary>
    public static string? FindJsonPath(out string reason)
    {
        if (!HasJdk(out reason))
        {
            return null;
        }
        if (Environment.GetEnvironmentVariable("GATEHOUSE_ORACLE_JSONPATH") is { Length: > 0 } named)
        {
            return named;
        }
        var folder = Path.Combine(DriverFolder, "node_modules", "wiremock", "build");
        var jar = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.jar").FirstOrDefault() : null;
        if (jar is null)
        {
            reason = "WireMock's jar, which carries Jayway JsonPath 2.9, is missing: run npm ci in tests/oracles, or name " +
                "the jars in GATEHOUSE_ORACLE_JSONPATH.";
        }
        return jar;
    }

    private static bool HasJdk(out string reason)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var has = Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "javac")));
        reason = has ? string.Empty : "No JDK: javac is not on the PATH (Debian's package default-jdk-headless).";
        return has;
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
