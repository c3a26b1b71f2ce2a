using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using Gatehouse.Languages.Vtl;

namespace Gatehouse.Services.SdkGeneration.Rendering;

/// <summary>
/// The files of the SDK types: built in, and those of the operator's folder, which come first. A file there is read at
/// each generation, so that whoever changes one sees the change at the next GetSdk.
/// </summary>
/// <param name="directory">The operator's folder, with a folder in it for each SDK type; or null.</param>
internal sealed class TemplateFolder(string? directory)
{
    public const string RenderedExtension = ".vm";

    private const string ResourcePrefix = "sdk/";

    private static readonly ConcurrentDictionary<string, VtlProgram> BuiltIn = new(StringComparer.Ordinal);

    private static readonly VtlOptions Options = new()
    {
        MaxForeachIterations = SdkLimits.MaxForeachIterations,
        MaxSteps = SdkLimits.MaxSteps,
        MaxOutputBytes = SdkLimits.MaxFileBytes,
    };

    /// <summary>A file as it is.</summary>
    public byte[] ReadBytes(string language, string file)
    {
        var name = language + "/" + file;
        return ReadOwn(name) ?? ReadBuiltIn(name);
    }

    /// <summary>A template, compiled; those that are built in only once.</summary>
    public VtlProgram ReadProgram(string language, string file)
    {
        var name = language + "/" + file;
        return ReadOwn(name) is { } own
            ? Compile(name, Encoding.UTF8.GetString(own))
            : BuiltIn.GetOrAdd(name, static key => Compile(key, Encoding.UTF8.GetString(ReadBuiltIn(key))));
    }

    /// <summary>A template that is not in a file of its own, such as a path.</summary>
    public static VtlProgram Compile(string name, string template)
    {
        try
        {
            return VtlProgram.Compile(template.ReplaceLineEndings("\n"), Options);
        }
        catch (VtlSyntaxException failed)
        {
            throw new SdkTemplateException(name, failed.Message, failed);
        }
    }

    private byte[]? ReadOwn(string name)
    {
        if (directory is null)
        {
            return null;
        }

        var file = new FileInfo(Path.Combine(directory, name));
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= SdkLimits.MaxTemplateBytes
            ? File.ReadAllBytes(file.FullName)
            : throw new SdkTemplateException(name, $"is larger than {SdkLimits.MaxTemplateBytes} bytes");
    }

    private static byte[] ReadBuiltIn(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new SdkTemplateException(name, "there is no such file");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
