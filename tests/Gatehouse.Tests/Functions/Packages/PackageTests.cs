using System.IO.Compression;
using Gatehouse.Functions.Packages;
using Gatehouse.Model.Functions;
using Shouldly;

namespace Gatehouse.Tests.Functions.Packages;

/// <summary>Zips that mean well and zips that do not. Source: deployment-and-tools §6.5 (limits, texts).</summary>
public sealed class PackageTests : IDisposable
{
    private const int Plain = 0x81A4;      // regular file, rw-r--r--
    private const int Executable = 0x81ED; // regular file, rwxr-xr-x
    private const int SetUser = 0x89ED;    // regular file, set-uid
    private const int Link = 0xA1FF;       // symbolic link

    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-packages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_zipped_function_runs_and_is_unpacked_once_for_a_burst()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddZipAsync(
            "f",
            "nodejs22.x",
            "src/app.handler",
            ("src/app.js", "exports.handler = async () => require('../lib').x;", Plain),
            ("lib.js", "exports.x = 5;", Plain));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.SucceedAsync()));

        answers.ShouldAllBe(a => a == "5");
        fixture.Packages.Opened.ShouldBe(1);
    }

    [Fact]
    public async Task An_executable_bootstrap_keeps_its_bit_and_one_without_is_refused()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddZipAsync("bad", "provided.al2023", "any", ("bootstrap", "#!/bin/sh\n", Plain));
        await fixture.AddZipAsync("good", "provided.al2023", "any", ("bootstrap", "#!/bin/sh\nexit 9\n", Executable));

        (await fixture.InvokeAsync(name: "bad")).Text().ShouldContain("permission denied");
        (await fixture.InvokeAsync(name: "good")).Text().ShouldContain("exit status 9");
    }

    [Fact]
    public async Task A_broken_or_missing_package_fails_with_a_sentence_and_leaves_nothing()
    {
        await using var fixture = await FunctionHostFixture.StartAsync();
        await fixture.AddNodeAsync("", "missing", d => d with { Code = new FunctionCode { CodeSha256 = "x", PackageKey = new string('a', 64) } });
        var key = await fixture.Packages.PutAsync("not a zip"u8.ToArray(), CancellationToken.None);
        await fixture.AddNodeAsync("", "broken", d => d with { Code = new FunctionCode { CodeSha256 = "x", PackageKey = key } });

        (await fixture.InvokeAsync(name: "missing")).Reason!.ShouldContain("is not stored");
        var broken = await fixture.InvokeAsync(name: "broken");
        broken.Outcome.ShouldBe(FunctionOutcome.HostFailed);
        broken.Reason.ShouldBe("Could not unzip uploaded file. Please check your file, then try to upload again.");
        Directory.GetFileSystemEntries(Path.Combine(fixture.Root, "data", "functions", "packages")).ShouldBeEmpty();
    }

    [Fact]
    public void Modes_are_kept_without_set_id_bits_and_without_writing()
    {
        Unpack(("run", "x", Executable), ("suid", "x", SetUser), ("plain", "x", Plain), ("dos", "x", 0));

        Mode("run").ShouldBe("555");
        Mode("suid").ShouldBe("555");
        Mode("plain").ShouldBe("444");
        Mode("dos").ShouldBe("444");
    }

    [Fact]
    public void Links_inside_are_kept()
    {
        Unpack(
            ("node_modules/.bin/tool", "../tool/cli.js", Link), ("node_modules/tool/cli.js", "code", Plain), ("top", "./node_modules", Link));

        File.ReadAllText(Path.Combine(_folder, "node_modules/.bin/tool")).ShouldBe("code");
        File.ReadAllText(Path.Combine(_folder, "top/tool/cli.js")).ShouldBe("code");
    }

    [Theory]
    [InlineData("/etc/evil")]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/..")]
    [InlineData("..\\evil")]
    [InlineData("C:\\evil")]
    public void Entries_that_leave_the_package_are_refused(string name) =>
        Should.Throw<PackageException>(() => Unpack((name, "x", Plain)));

    [Theory]
    [InlineData("link", "/etc")]
    [InlineData("link", "..")]
    [InlineData("a/link", "../..")]
    [InlineData("a/link", "../b/../../c")]
    [InlineData("link", "a/../..")]
    [InlineData("link", "")]
    public void Links_that_could_leave_the_package_are_refused(string name, string target) =>
        Should.Throw<PackageException>(() => Unpack((name, target, Link)));

    [Fact]
    public void Nothing_is_written_through_a_link()
    {
        // The file wins its folder; the link in its place is refused.
        Should.Throw<PackageException>(() => Unpack(("dir", "inside", Link), ("dir/file", "x", Plain)));
        Should.Throw<PackageException>(() => Unpack(("first", "x", Link), ("first/second", "y", Link)));
    }

    [Fact]
    public void Doubled_entries_are_refused()
    {
        Should.Throw<PackageException>(() => Unpack(("a", "1", Plain), ("a", "2", Plain)));
        Should.Throw<PackageException>(() => Unpack(("b", "1", Plain), ("b/c", "2", Plain)));
    }

    [Fact]
    public void A_bomb_is_stopped_at_the_limit_whatever_it_claims()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = archive.CreateEntry("zeros", CompressionLevel.Fastest).Open();
            var block = new byte[1 << 20];
            for (var i = 0; i <= PackageLimits.UnzippedBytes >> 20; i++)
            {
                content.Write(block);
            }
        }

        stream.Position = 0;
        Should.Throw<PackageException>(() => ZipUnpacker.Unpack(stream, _folder))
            .Message.ShouldBe("Unzipped size must be smaller than 262144000 bytes");
    }

    [Fact]
    public void Any_truncation_is_an_error_and_never_a_crash()
    {
        var zip = FunctionHostFixture.Zip(("a/b", "some text", Plain), ("c", "d", Link));
        for (var length = 0; length < zip.Length; length++)
        {
            var target = Directory.CreateDirectory(Path.Combine(_folder, $"{length}")).FullName;
            Should.Throw<PackageException>(() => ZipUnpacker.Unpack(new MemoryStream(zip, 0, length), target));
        }
    }

    private void Unpack(params (string Path, string Text, int Mode)[] files) =>
        ZipUnpacker.Unpack(new MemoryStream(FunctionHostFixture.Zip(files)), _folder);

    private string Mode(string name) =>
        OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(Path.Combine(_folder, name)), 8);
}
