using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Gatehouse.Storage.Sqlite;

/// <summary>
/// Prefers the system's SQLite, which gets the distribution's fixes, over the bundled one (design §4).
/// </summary>
internal static class SqliteLibrary
{
    /// <summary>3.35.0: the bundle's age. An older system library is passed over.</summary>
    private const int OldestVersion = 3_035_000;

    private static readonly Lazy<bool> Initialization = new(Initialize);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();

    public static void EnsureInitialized() => _ = Initialization.Value;

    private static bool Initialize()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            static (name, assembly, path) =>
                name == "e_sqlite3" && TryLoadSystem(assembly, path, out var handle) ? handle : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static bool TryLoadSystem(Assembly assembly, DllImportSearchPath? path, out nint handle)
    {
        handle = 0;
        if (OperatingSystem.IsWindows()
            || (!NativeLibrary.TryLoad("libsqlite3.so.0", assembly, path, out handle)
                && !NativeLibrary.TryLoad("libsqlite3.dylib", assembly, path, out handle)))
        {
            return false;
        }

        if (NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var address)
            && Marshal.GetDelegateForFunctionPointer<VersionNumber>(address)() >= OldestVersion)
        {
            return true;
        }

        NativeLibrary.Free(handle);
        return false;
    }
}
