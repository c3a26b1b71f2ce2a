using System.Globalization;
using System.IO.Compression;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Languages;
using Gatehouse.Services.SdkGeneration.Rendering;

namespace Gatehouse.Services.SdkGeneration;

/// <summary>A packed SDK.</summary>
/// <param name="FileName"><c>javascript_2016-02-22_23-52Z.zip</c>.</param>
/// <param name="Content">The archive.</param>
internal sealed record SdkPackage(string FileName, byte[] Content);

/// <summary>Makes SDKs (rest-control-plane §5): describes nothing and stores nothing.</summary>
/// <param name="templateDirectory">The operator's templates, or <see langword="null"/>.</param>
/// <param name="time">Dates the archive.</param>
internal sealed class SdkGenerator(string? templateDirectory, TimeProvider time) : IDisposable
{
    private readonly SdkRenderer _renderer = new(new TemplateFolder(templateDirectory));
    private readonly SemaphoreSlim _turns = new(SdkLimits.MaxConcurrentGenerations);

    /// <summary>Generates away from the caller's thread: a large API takes a core for a while.</summary>
    public async Task<SdkPackage> GenerateAsync(
        SdkLanguage language, SdkApi api, SdkSettings settings, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Generate(language, api, settings), cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>The files by their paths.</summary>
    public List<KeyValuePair<string, byte[]>> Render(SdkLanguage language, SdkApi api, SdkSettings settings) =>
        _renderer.Render(language.Id, SdkBinder.Bind(language, api, settings));

    private SdkPackage Generate(SdkLanguage language, SdkApi api, SdkSettings settings)
    {
        var now = time.GetUtcNow();
        var stamp = now.ToString("yyyy-MM-dd_HH-mm", CultureInfo.InvariantCulture);
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in Render(language, api, settings))
            {
                var entry = archive.CreateEntry(path, CompressionLevel.Optimal);
                entry.LastWriteTime = now;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        return new SdkPackage($"{language.Id}_{stamp}Z.zip", buffer.ToArray());
    }
}
