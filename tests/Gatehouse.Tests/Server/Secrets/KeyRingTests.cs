using System.Security.Cryptography;
using Gatehouse.Identity.Secrets;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Secrets;
using Gatehouse.Tests.Storage;
using Shouldly;

namespace Gatehouse.Tests.Server.Secrets;

/// <summary>The data keys of a folder and what wraps them (security §11.14: envelope encryption, rotation).</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string RingFile => Path.Combine(_folder.Path, KeyRing.FileName);

    private string MasterFile => Path.Combine(_folder.Path, MasterKeySource.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_first_start_makes_files_that_only_their_owner_reads_and_the_next_opens_them()
    {
        var made = await OpenAsync();
        var text = made.Identity.Seal("secret"u8, "p", "o");

        (await OpenAsync()).Identity.Open(text, "p", "o").ShouldNotBeNull();
        foreach (var file in new[] { RingFile, MasterFile })
        {
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        Directory.GetFiles(_folder.Path).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_that_others_may_read_are_refused(bool isMaster)
    {
        _ = await OpenAsync();
        if (OperatingSystem.IsWindows())
        {
            return; // it has no such modes
        }

        File.SetUnixFileMode(
            isMaster ? MasterFile : RingFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        (await Should.ThrowAsync<OperatorException>(() => OpenAsync())).Message.ShouldContain("chmod 600");
    }

    [Fact]
    public async Task What_the_former_identity_key_sealed_still_opens_and_its_file_goes()
    {
        var key = RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes);
        var former = Path.Combine(_folder.Path, KeyRing.FormerFileName);
        _ = PrivateFile.Write(former, Convert.ToBase64String(key) + "\n", replaces: false);
        var text = new IdentityKey(key).Seal("secret"u8, "p", "o");

        (await OpenAsync()).Identity.Open(text, "p", "o").ShouldNotBeNull();
        File.Exists(former).ShouldBeFalse();
        (await OpenAsync()).Identity.Open(text, "p", "o").ShouldNotBeNull();
        File.ReadAllText(RingFile).ShouldNotContain(Convert.ToBase64String(key));
    }

    [Fact]
    public async Task A_former_key_that_is_not_in_the_ring_is_left_alone()
    {
        _ = await OpenAsync();
        var former = Path.Combine(_folder.Path, KeyRing.FormerFileName);
        _ = PrivateFile.Write(
            former, Convert.ToBase64String(RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes)), replaces: false);

        _ = await OpenAsync();
        File.Exists(former).ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_or_wrong_master_key_says_what_to_do_and_makes_nothing_new()
    {
        _ = await OpenAsync();
        var ring = File.ReadAllText(RingFile);
        File.Delete(MasterFile);

        (await Should.ThrowAsync<OperatorException>(() => OpenAsync())).Message.ShouldContain("bring it back");
        File.Exists(MasterFile).ShouldBeFalse();
        (await Should.ThrowAsync<OperatorException>(() => OpenAsync(new MasterKeySource { Value = NewKey() })))
            .Message.ShouldContain("--master-key-file");
        File.ReadAllText(RingFile).ShouldBe(ring);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"version\":1,\"keys\":[]}")]
    [InlineData("{\"version\":2,\"keys\":[]}")]
    [InlineData("{\"version\":1,\"keys\":[{\"id\":\"00000000\",\"created\":\"2026-01-01T00:00:00Z\",\"master\":\"m\",\"wrapped\":\"AAAA\"}]}")]
    public async Task A_damaged_ring_is_never_replaced(string text)
    {
        _ = await OpenAsync();
        _ = PrivateFile.Write(RingFile, text, replaces: true);

        await Should.ThrowAsync<OperatorException>(() => OpenAsync());
        File.ReadAllText(RingFile).ShouldBe(text);
    }

    [Fact]
    public async Task A_rotation_puts_a_new_key_in_force_and_the_former_one_opens_until_it_is_forgotten()
    {
        var before = await OpenAsync();
        var text = before.Identity.Seal("secret"u8, "p", "o");
        var master = new MasterKeySource().Open(_folder.Path, mayCreate: false, TimeProvider.System);

        var after = await before.RotateAsync(master, TimeProvider.System, Cancellation);
        after.Identity.IsCurrent(text).ShouldBeFalse();
        after.Identity.Open(text, "p", "o").ShouldNotBeNull();
        after.Identity.IsCurrent(after.Identity.Seal("secret"u8, "p", "o")).ShouldBeTrue();
        (await OpenAsync()).Keys.Count().ShouldBe(2);

        after.Forget(TimeProvider.System.GetUtcNow() - SecretsLimits.Retirement).Keys.Count().ShouldBe(2);
        after.Forget(DateTimeOffset.MaxValue).Identity.Open(text, "p", "o").ShouldBeNull();
        (await OpenAsync()).Keys.Single().Retired.ShouldBeNull();
    }

    [Fact]
    public async Task Another_master_key_wraps_the_same_keys()
    {
        var before = await OpenAsync();
        var text = before.Identity.Seal("secret"u8, "p", "o");
        var next = new MasterKeySource { Value = NewKey() };

        _ = await before.RewrapAsync(next.Open(_folder.Path, mayCreate: false, TimeProvider.System), Cancellation);

        (await OpenAsync(next)).Identity.Open(text, "p", "o").ShouldNotBeNull();
        await Should.ThrowAsync<OperatorException>(() => OpenAsync());
    }

    [Fact]
    public async Task A_command_wraps_and_unwraps_and_the_ring_holds_only_what_it_answered()
    {
        // A stand-in of a KMS: reverses the line.
        var kms = new MasterKeySource { Command = "sh -c 'echo $0 >> " + _folder.Path + "/calls; rev'" };

        var made = await OpenAsync(kms);
        var text = made.Identity.Seal("secret"u8, "p", "o");

        (await OpenAsync(kms)).Identity.Open(text, "p", "o").ShouldNotBeNull();
        File.ReadAllLines(Path.Combine(_folder.Path, "calls")).ShouldBe(["wrap", "unwrap", "unwrap"]);
        File.Exists(MasterFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("exit 3 #")]
    [InlineData("true")]
    [InlineData("printf 'a\nb\n' #")]
    [InlineData("head -c 100000 /dev/zero #")]
    [InlineData("/nonexistent")]
    public async Task A_command_that_fails_is_the_operators_to_mend(string command)
    {
        await Should.ThrowAsync<OperatorException>(() => OpenAsync(new MasterKeySource { Command = command }));
        File.Exists(RingFile).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_prints_a_key()
    {
        var source = new MasterKeySource { Value = NewKey() };
        source.ToString().ShouldBe(nameof(MasterKeySource));
        new ServerOptions { DataDirectory = "d", MasterKey = source }.ToString().ShouldNotContain(source.Value!);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(IdentityKey.KeyBytes));

    private Task<KeyRing> OpenAsync(MasterKeySource? source = null) =>
        KeyRing.OpenAsync(_folder.Path, source ?? new MasterKeySource(), TimeProvider.System, Cancellation);
}
