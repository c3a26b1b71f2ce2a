using System.Reflection;
using System.Runtime.InteropServices;

namespace Gatehouse.Storage.Sqlite;

/// <summary>Prefers the system's SQLite, which gets the distribution's fixes, over the bundled one.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<bool> Initialization = new(Initialize);

    public static void EnsureInitialized() => _ = Initialization.Value;

    private static bool Initialize()
    {
        NativeLibrary.SetDllImportResolver(
            typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly,
            static (name, assembly, path) => name == "e_sqlite3" && TryLoadSystem(assembly, path, out var handle) ? handle : 0);
        SQLitePCL.raw.SetProvider(new SQLitePCL.SQLite3Provider_e_sqlite3());
        return true;
    }

    private static bool TryLoadSystem(Assembly assembly, DllImportSearchPath? path, out nint handle)
    {
        handle = 0;
        return !OperatingSystem.IsWindows()
            && (NativeLibrary.TryLoad("libsqlite3.so.0", assembly, path, out handle)
                || NativeLibrary.TryLoad("libsqlite3.dylib", assembly, path, out handle));
    }
}
