using System.Security.Cryptography;
using Gatehouse.Model.Documents;
using Gatehouse.Storage;
using Gatehouse.Storage.Packages;
using Shouldly;

namespace Gatehouse.Tests.Storage.Packages;

/// <summary>Function packages on disk (the port IFunctionPackages).</summary>
public sealed class FilePackagesTests : IDisposable
{
    private static readonly byte[] Zip = [.. "PK not really"u8];

    private readonly TemporaryFolder _folder = new();
    private readonly FilePackages _packages;

    public FilePackagesTests() => _packages = new FilePackages(_folder.Path, new RandomIdSource());

    private string Packages => Path.Combine(_folder.Path, "packages");

    [Fact]
    public async Task A_package_is_found_by_its_content()
    {
        var key = await _packages.PutAsync(Zip, TestContext.Current.CancellationToken);

        key.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Zip)));
        (await ReadAsync(key)).ShouldBe(Zip);
        Directory.GetFiles(Packages).ShouldBe([Path.Combine(Packages, key + ".zip")]);
    }

    [Fact]
    public async Task Storing_twice_is_harmless_even_at_once()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            _packages.PutAsync(Zip, TestContext.Current.CancellationToken).AsTask()));

        keys.Distinct().ShouldHaveSingleItem();
        Directory.GetFiles(Packages).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_kill_left_half_written_is_swept_and_never_served()
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Zip));
        Directory.CreateDirectory(Packages);
        await File.WriteAllTextAsync(Path.Combine(Packages, key + ".abcdefgh.part"), "PK", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Packages, key + ".zip"), "PK", TestContext.Current.CancellationToken);

        await _packages.PutAsync(Zip, TestContext.Current.CancellationToken);

        (await ReadAsync(key)).ShouldBe(Zip);
        Directory.GetFiles(Packages).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_package_that_the_disk_changed_is_refused()
    {
        var key = await _packages.PutAsync(Zip, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Packages, key + ".zip"), "PK and nothing", TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<StorageException>(async () => await ReadAsync(key))).Message.ShouldContain("is damaged");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../gatehouse.db")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("..............................................................ab")]
    public async Task A_key_that_is_no_stored_package_is_not_found(string key)
    {
        (await _packages.OpenAsync(key, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_folder.Path, "packages");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<StorageException>(async () => await _packages.PutAsync(Zip, TestContext.Current.CancellationToken)))
            .Message.ShouldStartWith($"A function package cannot be stored in {file}");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<byte[]> ReadAsync(string key)
    {
        await using var stream = await _packages.OpenAsync(key, TestContext.Current.CancellationToken);
        using var copy = new MemoryStream();
        await stream!.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }
}
