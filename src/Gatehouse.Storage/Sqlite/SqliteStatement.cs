using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>One statement of a <see cref="SqliteStatementList"/>. Used by one thread at a time.</summary>
internal sealed class SqliteStatement(SqliteCommand command)
{
    public void Execute(params ReadOnlySpan<object> values)
    {
        Bind(values);
        command.ExecuteNonQuery();
    }

    /// <returns>The first column of the first row, or <see langword="null"/> when there is none.</returns>
    public long? AskNumber(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteScalar() is long number ? number : null;
    }

    public SqliteDataReader Query(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
