using System.Text;
using Gatehouse.Identity.Secrets;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UsagePlans;
using Gatehouse.Storage;
using Gatehouse.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Storage.Sqlite;

/// <summary>Secrets in the store's file (security §11.14).</summary>
public sealed class SealedDocumentTests : IDisposable
{
    private const string Planted = "planted-secret-0123456789";

    private static readonly DocumentScope Here = new("000000000000", "us-east-1");

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _first = [.. Enumerable.Repeat((byte)1, IdentityKey.KeyBytes)];
    private readonly byte[] _second = [.. Enumerable.Repeat((byte)2, IdentityKey.KeyBytes)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_is_read_as_it_was_written_and_no_file_holds_it()
    {
        await using (var store = await OpenAsync(_first))
        {
            await store.CommitAsync(new DocumentBatch(Here).Create("k1", Key(Planted)), Cancellation);
            (await store.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation))!.Value.Value.ShouldBe(Planted);
            (await store.ListAsync<ApiKeyDocument>(Here, "", Cancellation)).Single().Value.Value.ShouldBe(Planted);
            (await store.ListAllAsync<ApiKeyDocument>(Cancellation)).Single().Document.Value.Value.ShouldBe(Planted);
            FilesHolding(Planted).ShouldBeEmpty();
        }

        FilesHolding(Planted).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_in_anothers_place_is_not_opened()
    {
        await using (var store = await OpenAsync(_first))
        {
            await store.CommitAsync(
                new DocumentBatch(Here).Create("k1", Key(Planted)).Create("k2", Key("another-secret-0123456789")), Cancellation);
        }

        Run("UPDATE documents SET body = (SELECT body FROM documents WHERE id = 'k1') WHERE id = 'k2'");

        await using var after = await OpenAsync(_first);
        (await after.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation)).ShouldNotBeNull();
        await Should.ThrowAsync<StorageException>(async () => await after.FindAsync<ApiKeyDocument>(Here, "k2", Cancellation));
    }

    [Fact]
    public async Task Without_keys_nothing_secret_is_written_or_read()
    {
        await using (var bare = await OpenAsync())
        {
            await Should.ThrowAsync<StorageException>(async () => await bare.CommitAsync(
                new DocumentBatch(Here).Create("k1", Key(Planted)), Cancellation));
        }

        await using (var store = await OpenAsync(_first))
        {
            (await store.ListAsync<ApiKeyDocument>(Here, "", Cancellation)).ShouldBeEmpty();
            await store.CommitAsync(new DocumentBatch(Here).Create("k1", Key(Planted)), Cancellation);
        }

        await using var again = await OpenAsync();
        await Should.ThrowAsync<StorageException>(async () => await again.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation));
    }

    [Fact]
    public async Task What_an_older_version_left_in_the_open_is_sealed_at_the_next_start()
    {
        await using (var store = await OpenAsync(_first))
        {
            await store.CommitAsync(new DocumentBatch(Here).Create("k1", Key("to-be-replaced-0123456789")), Cancellation);
        }

        var json = System.Text.Json.JsonSerializer.Serialize(Key(Planted), ApiKeyDocument.TypeInfo);
        Run($"UPDATE documents SET body = CAST('{json}' AS BLOB)");
        FilesHolding(Planted).ShouldNotBeEmpty();

        await using (var store = await OpenAsync(_first))
        {
            var found = await store.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation);
            found!.Value.Value.ShouldBe(Planted);
            found.Revision.ShouldBe(1, "the content did not change");
            FilesHolding(Planted).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_new_key_seals_everything_anew_and_the_former_one_is_needed_no_longer()
    {
        await using (var store = await OpenAsync(_first))
        {
            await store.CommitAsync(new DocumentBatch(Here).Create("k1", Key(Planted)), Cancellation);
        }

        await using (var store = await OpenAsync(_second, _first))
        {
            (await store.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation))!.Value.Value.ShouldBe(Planted);
        }

        await using var after = await OpenAsync(_second);
        (await after.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation))!.Value.Value.ShouldBe(Planted);
    }

    [Fact]
    public async Task A_store_whose_key_is_missing_does_not_open_and_stays_as_it_is()
    {
        await using (var store = await OpenAsync(_first))
        {
            await store.CommitAsync(new DocumentBatch(Here).Create("k1", Key(Planted)), Cancellation);
        }

        await Should.ThrowAsync<StorageException>(() => OpenAsync(_second));
        await using var after = await OpenAsync(_first);
        (await after.FindAsync<ApiKeyDocument>(Here, "k1", Cancellation))!.Value.Value.ShouldBe(Planted);
    }

    private static ApiKeyDocument Key(string value) => new()
    {
        Id = "k", Value = value, Enabled = true, CreatedDate = 1, LastUpdatedDate = 1, CreationOrder = 1,
    };

    private Task<SqliteDocumentStore> OpenAsync(params byte[][] keys) => SqliteDocumentStore.OpenAsync(
        _folder.Path, [], TimeProvider.System, NullLogger.Instance,
        new SqliteSettings { Seal = keys.Length == 0 ? null : new DocumentSeal(new IdentityKey([.. keys])) },
        Cancellation);

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, SqliteDocumentStore.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }

    private IEnumerable<string> FilesHolding(string text) => Directory.GetFiles(_folder.Path).Where(file =>
    {
        if (file.EndsWith(".lock", StringComparison.Ordinal))
        {
            return false;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });
}
