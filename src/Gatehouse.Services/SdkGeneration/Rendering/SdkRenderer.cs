using System.Buffers;
using System.Text;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Vtl;

namespace Gatehouse.Services.SdkGeneration.Rendering;

/// <summary>Renders the files of one SDK.</summary>
internal sealed class SdkRenderer(TemplateFolder templates)
{
    private const int LongestPath = 255;

    /// <summary>Path and content of each file, in the manifest's order.</summary>
    public List<KeyValuePair<string, byte[]>> Render(string language, JsonMap sdk)
    {
        var files = new List<KeyValuePair<string, byte[]>>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var line in SdkManifest.Read(language, templates.ReadBytes(language, SdkManifest.FileName)).Files)
        {
            if (!Holds(line.When, sdk))
            {
                continue;
            }

            var path = TemplateFolder.Compile(language + "/" + SdkManifest.FileName, line.Path);
            foreach (var scope in Scopes(language, line.Each, sdk))
            {
                var name = Encoding.UTF8.GetString(Run(path, scope, language + "/" + SdkManifest.FileName));
                Check(language, name, paths);
                var content = line.Template.EndsWith(TemplateFolder.RenderedExtension, StringComparison.Ordinal)
                    ? Run(templates.ReadProgram(language, line.Template), scope, language + "/" + line.Template)
                    : templates.ReadBytes(language, line.Template);
                files.Add(new(name, content));
                if ((total += content.Length) > SdkLimits.MaxPackageBytes)
                {
                    throw new SdkTemplateException(language, $"the package exceeds {SdkLimits.MaxPackageBytes} bytes");
                }
            }
        }

        return files;
    }

    private static bool Holds(string? condition, JsonMap sdk) => condition switch
    {
        null => true,
        ['!', .. var name] => sdk[name] is not true,
        _ => sdk[condition] is true,
    };

    private static IEnumerable<VtlScope> Scopes(string language, string? each, JsonMap sdk)
    {
        if (each is null)
        {
            return [Scope(sdk)];
        }

        return sdk[each] is JsonList list
            ? list.Select(element => Scope(sdk).Set(each.TrimEnd('s'), element))
            : throw new SdkTemplateException(language + "/" + SdkManifest.FileName, $"there are no {each}");
    }

    /// <summary>
    /// The marks that the template language reads, for templates of languages that need them as text.
    /// </summary>
    private static VtlScope Scope(JsonMap sdk) => new VtlScope().Set("sdk", sdk).Set("hash", "#").Set("dollar", "$");

    private static byte[] Run(VtlProgram program, VtlScope scope, string name)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            program.Run(scope, output);
        }
        catch (VtlRuntimeException failed)
        {
            throw new SdkTemplateException(name, failed.Message, failed);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>No path leads out of the folder where somebody unpacks the archive.</summary>
    private static void Check(string language, string path, HashSet<string> paths)
    {
        var isSafe = path.Length is > 0 and <= LongestPath
            && path.All(static character =>
                char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '/' or '+')
            && path.Split('/').All(static part => part.Length > 0 && part.Trim('.').Length > 0);
        if (!isSafe || !paths.Add(path))
        {
            throw new SdkTemplateException(language + "/" + SdkManifest.FileName, $"'{path}' is no path of its own");
        }
    }
}
