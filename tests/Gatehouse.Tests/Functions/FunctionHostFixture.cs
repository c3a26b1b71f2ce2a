using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Gatehouse.Functions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Functions;

/// <summary>A host of its own with real processes, in a folder of its own.</summary>
internal sealed class FunctionHostFixture : IAsyncDisposable
{
    private readonly RandomIdSource _ids = new();
    private int _changes;

    private FunctionHostFixture(Func<FunctionHostOptions, FunctionHostOptions>? configure, TimeProvider? time)
    {
        Root = Directory.CreateTempSubdirectory("gatehouse-functions-").FullName;
        var options = new FunctionHostOptions { DataDirectory = Path.Combine(Root, "data") };
        Host = new FunctionHost(
            configure?.Invoke(options) ?? options,
            Packages,
            _ids,
            Log,
            time ?? TimeProvider.System,
            NullLoggerFactory.Instance);
        Store = new FunctionStore(Host.Catalog);
    }

    public string Root { get; }

    public FunctionHost Host { get; }

    public FunctionStore Store { get; }

    public MemoryPackages Packages { get; } = new();

    public RecordingLogSink Log { get; } = new();

    public static async Task<FunctionHostFixture> StartAsync(
        Func<FunctionHostOptions, FunctionHostOptions>? configure = null, TimeProvider? time = null)
    {
        var fixture = new FunctionHostFixture(configure, time);
        await fixture.Host.StartAsync(TestContext.Current.CancellationToken);
        return fixture;
    }

    public Task AddNodeAsync(string code, string name = "f", Func<FunctionDocument, FunctionDocument>? configure = null) =>
        AddAsync(name, "nodejs22.x", "index.handler", configure, ("index.js", code));

    public Task AddPythonAsync(string code, string name = "f", Func<FunctionDocument, FunctionDocument>? configure = null) =>
        AddAsync(name, "python3.12", "app.lambda_handler", configure, ("app.py", code));

    public Task AddBootstrapAsync(string script, string name = "f", Func<FunctionDocument, FunctionDocument>? configure = null) =>
        AddAsync(name, "provided.al2023", "any", configure, ("bootstrap", "#!/bin/bash\n" + script));

    public async Task AddAsync(
        string name,
        string runtime,
        string handler,
        Func<FunctionDocument, FunctionDocument>? configure,
        params (string Path, string Text)[] files)
    {
        var change = Interlocked.Increment(ref _changes);
        var folder = Path.Combine(Root, "code", string.Create(CultureInfo.InvariantCulture, $"{name}-{change}"));
        foreach (var (path, text) in files)
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, text);
            if (path == "bootstrap" && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }

        await PutAsync(name, runtime, handler, configure, new FunctionCode { CodeSha256 = folder, LocalFolder = folder });
    }

    /// <summary>A published version, whose handler answers its own number.</summary>
    public async Task AddVersionAsync(
        string version, string code, string name = "f", Func<FunctionDocument, FunctionDocument>? configure = null)
    {
        await AddNodeAsync(code, name, configure);
        var latest = await Store.FindAsync<FunctionDocument>(FunctionStore.Scope, name, CancellationToken.None);
        await Store.PutAsync($"{name}/{version}", latest!.Value with { Version = version });
    }

    public Task AddAliasAsync(string alias, string version, params (string Version, double Weight)[] weights) =>
        Store.PutAsync($"f/{alias}", new AliasDocument
        {
            Name = alias,
            FunctionVersion = version,
            Description = "",
            RevisionId = _ids.Uuid(),
            AdditionalWeights = weights.Length == 0
                ? null : weights.ToImmutableSortedDictionary(w => w.Version, w => w.Weight, StringComparer.Ordinal),
        });

    public async Task<FunctionLayer> AddLayerAsync(string name, params (string Path, string Text, int Mode)[] files)
    {
        var key = await Packages.PutAsync(Zip(files), CancellationToken.None);
        return new FunctionLayer($"arn:aws:lambda:us-east-1:000000000000:layer:{name}:1", 1, key);
    }

    public async Task AddZipAsync(
        string name, string runtime, string handler, params (string Path, string Text, int Mode)[] files)
    {
        var key = await Packages.PutAsync(Zip(files), CancellationToken.None);
        await PutAsync(name, runtime, handler, null, new FunctionCode { CodeSha256 = key, PackageKey = key });
    }

    public static byte[] Zip(params (string Path, string Text, int Mode)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text, mode) in files)
            {
                var entry = archive.CreateEntry(path);
                entry.ExternalAttributes = mode << 16;
                using var content = entry.Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }

    public async Task<FunctionResult> InvokeAsync(
        string payload = "{}", string name = "f", bool wantsLogTail = false, Action<string>? onRequestId = null,
        string? qualifier = null)
    {
        var id = _ids.Uuid();
        onRequestId?.Invoke(id);
        return await Host.InvokeAsync(
            new FunctionCall
            {
                Function = new FunctionName("000000000000", "us-east-1", name, qualifier),
                Payload = Encoding.UTF8.GetBytes(payload),
                RequestId = id,
                TraceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
                WantsLogTail = wantsLogTail,
            },
            TestContext.Current.CancellationToken);
    }

    public async Task<string> SucceedAsync(string payload = "{}", string name = "f")
    {
        var result = await InvokeAsync(payload, name);
        result.Outcome.ShouldBe(FunctionOutcome.Succeeded, result.Text() + result.Reason + string.Join('\n', Log.Texts));
        return result.Text();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }

    private Task PutAsync(
        string name,
        string runtime,
        string handler,
        Func<FunctionDocument, FunctionDocument>? configure,
        FunctionCode code)
    {
        var document = new FunctionDocument
        {
            FunctionName = name,
            FunctionArn = $"arn:aws:lambda:us-east-1:000000000000:function:{name}",
            Runtime = runtime,
            Role = "arn:aws:iam::000000000000:role/any",
            Handler = handler,
            Timeout = 20,
            Code = code,
            LastModified = "2026-01-01T00:00:00.000+0000",
            RevisionId = _ids.Uuid(),
            Environment = ImmutableSortedDictionary<string, string>.Empty,
        };
        return Store.PutAsync(name, configure?.Invoke(document) ?? document);
    }
}

internal static class FunctionResultReading
{
    public static string Text(this FunctionResult result) => Encoding.UTF8.GetString(result.Payload.Span);

    public static string Tail(this FunctionResult result) => Encoding.UTF8.GetString(result.LogTail.Span);
}
