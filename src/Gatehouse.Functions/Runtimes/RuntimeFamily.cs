namespace Gatehouse.Functions.Runtimes;

/// <summary>Reads AWS runtime identifiers (deployment-and-tools §6.5, "Runtimes").</summary>
internal static class RuntimeFamily
{
    public static bool IsNode(string runtime) => runtime.StartsWith("nodejs", StringComparison.Ordinal);

    public static bool IsPython(string runtime) => runtime.StartsWith("python3", StringComparison.Ordinal);

    public static bool IsDotnet(string runtime) => runtime.StartsWith("dotnet", StringComparison.Ordinal);

    public static bool IsProvided(string runtime) =>
        runtime.Equals("provided", StringComparison.Ordinal)
        || runtime.StartsWith("provided.", StringComparison.Ordinal);
}
