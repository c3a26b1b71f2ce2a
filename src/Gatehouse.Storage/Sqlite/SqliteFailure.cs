using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>SQLite's result codes (sqlite.org/rescode.html) as sentences for the operator.</summary>
internal static class SqliteFailure
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsBusy(SqliteException exception) => exception.SqliteErrorCode is Busy or Locked;

    public static StorageException Describe(SqliteException exception, string file) => new(
        exception.SqliteErrorCode switch
        {
            Busy or Locked => $"{file} is locked by another program; close it there and try again.",
            ReadOnly => $"{file} is read-only; make it and its folder writable for the server's user.",
            InputOutput => $"The disk failed under {file} ({exception.Message}).",
            Corrupt => $"{file} is damaged ({exception.Message}); restore it from a copy.",
            Full => $"There is no space left for {file}; free some and try again.",
            CannotOpen => $"{file} cannot be opened; make its folder writable for the server's user.",
            NotADatabase => $"{file} is not a SQLite database; move it away or choose another folder with --data.",
            _ => $"{file} refused a statement ({exception.Message}).",
        },
        exception);
}
