using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>One read connection with its prepared statements. Used by one reader at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _list;
    private readonly SqliteCommand _listAll;

    public SqliteReader(SqliteConnection connection)
    {
        _connection = connection;
        _find = Prepare(
            "SELECT revision, body FROM documents WHERE kind = $kind AND account = $account AND region = $region AND id = $id",
            "$kind", "$account", "$region", "$id");
        _list = Prepare(
            "SELECT id, revision, body FROM documents WHERE kind = $kind AND account = $account AND region = $region "
            + "AND id >= $from AND ($to IS NULL OR id < $to) ORDER BY id",
            "$kind", "$account", "$region", "$from", "$to");
        _listAll = Prepare(
            "SELECT account, region, id, revision, body FROM documents WHERE kind = $kind ORDER BY account, region, id", "$kind");
    }

    public Versioned<T>? Find<T>(DocumentScope scope, string id)
        where T : class, IDocument<T>
    {
        Bind(_find, T.Kind, scope.Account, scope.Region, id);
        using var rows = _find.ExecuteReader();
        return rows.Read() ? new Versioned<T>(id, Parse<T>(rows, 1), rows.GetInt64(0)) : null;
    }

    public ImmutableArray<Versioned<T>> List<T>(DocumentScope scope, string idPrefix)
        where T : class, IDocument<T>
    {
        Bind(_list, T.Kind, scope.Account, scope.Region, idPrefix, (object?)PrefixEnd(idPrefix) ?? DBNull.Value);
        using var rows = _list.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<Versioned<T>>();
        while (rows.Read())
        {
            found.Add(new Versioned<T>(rows.GetString(0), Parse<T>(rows, 2), rows.GetInt64(1)));
        }

        return found.ToImmutable();
    }

    public ImmutableArray<(DocumentScope Scope, Versioned<T> Document)> ListAll<T>()
        where T : class, IDocument<T>
    {
        Bind(_listAll, T.Kind);
        using var rows = _listAll.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<(DocumentScope, Versioned<T>)>();
        while (rows.Read())
        {
            found.Add((
                new DocumentScope(rows.GetString(0), rows.GetString(1)),
                new Versioned<T>(rows.GetString(2), Parse<T>(rows, 4), rows.GetInt64(3))));
        }

        return found.ToImmutable();
    }

    public void Dispose()
    {
        _find.Dispose();
        _list.Dispose();
        _listAll.Dispose();
        _connection.Dispose();
    }

    /// <summary>The first id after all that begin with the prefix, in the order of UTF-8 bytes; null when there is none.</summary>
    internal static string? PrefixEnd(string prefix)
    {
        for (var length = prefix.Length; length > 0; length--)
        {
            var last = prefix[length - 1];
            if (last < '\uD7FF')
            {
                return prefix[..(length - 1)] + (char)(last + 1);
            }
        }

        return null;
    }

    private static T Parse<T>(SqliteDataReader rows, int column)
        where T : class, IDocument<T> =>
        JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(column), T.TypeInfo)
        ?? throw new JsonException($"A document of kind {T.Kind} is null.");

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter(parameter, SqliteType.Text));
        }

        command.Prepare();
        return command;
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
