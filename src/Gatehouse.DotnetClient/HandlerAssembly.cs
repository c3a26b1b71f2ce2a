using System.Reflection;
using System.Runtime.Loader;

namespace Gatehouse.DotnetClient;

/// <summary>Loads the function's assembly, and what it depends on from beside it.</summary>
internal static class HandlerAssembly
{
    public static Assembly Load(string name, string taskRoot)
    {
        var path = Path.Combine(taskRoot, name + ".dll");
        if (!File.Exists(path))
        {
            throw new LambdaValidationException(
                $"Could not find the specified handler assembly with the file name '{name}.dll'. The assembly should be "
                + "located in the root of your uploaded .zip file.");
        }

        var resolver = new AssemblyDependencyResolver(path);
        AssemblyLoadContext.Default.Resolving += (context, wanted) =>
            (resolver.ResolveAssemblyToPath(wanted) ?? Beside(taskRoot, wanted.Name + ".dll")) is { } found
                ? context.LoadFromAssemblyPath(found)
                : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, wanted) =>
            (resolver.ResolveUnmanagedDllToPath(wanted) ?? Beside(taskRoot, wanted)) is { } found
                ? System.Runtime.InteropServices.NativeLibrary.Load(found)
                : IntPtr.Zero;
        return AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
    }

    private static string? Beside(string taskRoot, string file) =>
        Path.Combine(taskRoot, file) is var path && File.Exists(path) ? path : null;
}
