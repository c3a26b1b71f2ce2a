using System.Collections.Immutable;
using Gatehouse.Model.Documents;
using Gatehouse.Storage;
using Gatehouse.Storage.Logs;
using Gatehouse.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Composition;

/// <summary>Opens the store, and says the operator's mistakes in the operator's words.</summary>
internal static class StoreOpening
{
    /// <exception cref="OperatorException">The data folder cannot be used.</exception>
    public static async Task<SqliteDocumentStore> OpenAsync(
        ServerOptions options, ImmutableArray<IDocumentObserver> observers, IDocumentSeal seal, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        try
        {
            return await SqliteDocumentStore.OpenAsync(
                options.DataDirectory, observers, seal, TimeProvider.System, loggers.CreateLogger<SqliteDocumentStore>(), cancellationToken);
        }
        catch (StorageException exception)
        {
            throw new OperatorException(exception.Message);
        }
    }

    /// <summary>The log groups' file, beside the store that holds the folder's lock; that one is closed on failure.</summary>
    /// <exception cref="OperatorException">The file cannot be used.</exception>
    public static async Task<SqliteLogStore> OpenLogsAsync(
        ServerOptions options, SqliteDocumentStore store, ILoggerFactory loggers)
    {
        try
        {
            return SqliteLogStore.Open(
                options.DataDirectory, TimeProvider.System, loggers.CreateLogger<SqliteLogStore>());
        }
        catch (StorageException exception)
        {
            await store.DisposeAsync();
            throw new OperatorException(exception.Message);
        }
    }
}
