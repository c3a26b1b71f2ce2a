using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.Documents;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage.Sqlite;

/// <summary>One read connection with its statements. Used by one reader at a time.</summary>
internal sealed class SqliteReader : IDisposable
{
    /// <summary>SQLite orders every blob after every text (sqlite.org/datatype3.html §4.1).</summary>
    private static readonly object AfterEveryText = Array.Empty<byte>();

    private readonly SqliteConnection _connection;
    private readonly SqliteSeal _seal;
    private readonly SqliteStatementList _all;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _list;
    private readonly SqliteStatement _listAll;

    public SqliteReader(SqliteConnection connection, SqliteSeal seal)
    {
        _connection = connection;
        _seal = seal;
        _all = new SqliteStatementList(connection);
        _find = _all.Prepare(
            "SELECT revision, body FROM documents WHERE kind = $1 AND account = $2 AND region = $3 AND id = $4", 4);
        _list = _all.Prepare(
            "SELECT id, revision, body FROM documents WHERE kind = $1 AND account = $2 AND region = $3 AND id >= $4 "
            + "AND id < $5 ORDER BY id",
            5);
        _listAll = _all.Prepare(
            "SELECT account, region, id, revision, body FROM documents WHERE kind = $1 ORDER BY account, region, id",
            1);
    }

    public Versioned<T>? Find<T>(DocumentScope scope, string id)
        where T : class, IDocument<T>
    {
        using var rows = _find.Query(T.Kind, scope.Account, scope.Region, id);
        return rows.Read() ? Parse<T>(scope, id, rows.GetInt64(0), rows, 1) : null;
    }

    public ImmutableArray<Versioned<T>> List<T>(DocumentScope scope, string idPrefix)
        where T : class, IDocument<T>
    {
        using var rows = _list.Query(
            T.Kind, scope.Account, scope.Region, idPrefix, (object?)StorableKeys.EndOf(idPrefix) ?? AfterEveryText);
        var found = ImmutableArray.CreateBuilder<Versioned<T>>();
        while (rows.Read())
        {
            found.Add(Parse<T>(scope, rows.GetString(0), rows.GetInt64(1), rows, 2));
        }

        return found.DrainToImmutable();
    }

    public ImmutableArray<(DocumentScope Scope, Versioned<T> Document)> ListAll<T>()
        where T : class, IDocument<T>
    {
        using var rows = _listAll.Query(T.Kind);
        var found = ImmutableArray.CreateBuilder<(DocumentScope, Versioned<T>)>();
        while (rows.Read())
        {
            var scope = new DocumentScope(rows.GetString(0), rows.GetString(1));
            found.Add((scope, Parse<T>(scope, rows.GetString(2), rows.GetInt64(3), rows, 4)));
        }

        return found.DrainToImmutable();
    }

    public void Dispose()
    {
        _all.Dispose();
        _connection.Dispose();
    }

    private Versioned<T> Parse<T>(
        DocumentScope scope, string id, long revision, SqliteDataReader rows, int column)
        where T : class, IDocument<T>
    {
        try
        {
            var body = _seal.Open(new DocumentKey(scope, T.Kind, id), rows.GetFieldValue<byte[]>(column));
            var document = JsonSerializer.Deserialize(body, T.TypeInfo);
            return new Versioned<T>(id, document ?? throw new JsonException("It is null."), revision);
        }
        catch (JsonException exception)
        {
            throw new StorageException(
                $"The stored document {new DocumentKey(scope, T.Kind, id)} cannot be read: {exception.Message}",
                exception);
        }
    }
}
