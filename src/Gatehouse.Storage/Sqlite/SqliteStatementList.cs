using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>The statements of one connection: compiled once, disposed together.</summary>
internal sealed class SqliteStatementList(SqliteConnection connection) : IDisposable
{
    private readonly List<SqliteCommand> _commands = [];

    /// <param name="sql">With parameters <c>$1</c>, <c>$2</c>, …</param>
    /// <param name="parameters">How many.</param>
    public SqliteStatement Prepare(string sql, int parameters = 0)
    {
        var command = connection.CreateCommand();
        _commands.Add(command);
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            var name = "$" + i.ToString(CultureInfo.InvariantCulture);
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return new SqliteStatement(command);
    }

    public void Dispose() => _commands.ForEach(static command => command.Dispose());
}
