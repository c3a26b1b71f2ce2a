using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>
/// A stage's method settings by the method that they hold for (sheet §12b). Stored keys are patch paths as clients sent
/// them (<c>~1pets~1{id}/GET</c>, <c>pets/GET</c>, <c>*/*</c>); here they are resource paths again.
/// </summary>
/// <remarks>
/// An entry for the method holds whole, not property by property: an entry is stored and shown with all its members, so
/// what GetStage prints for a method is what holds for it, and a method can switch off what <c>*/*</c> switched on.
/// </remarks>
internal sealed class MethodSettingTable
{
    private const string Everything = "*/*";

    private readonly FrozenDictionary<string, MethodSetting> _byMethod;
    private readonly MethodSetting? _everything;

    public MethodSettingTable(ImmutableSortedDictionary<string, MethodSetting>? settings)
    {
        var byMethod = new Dictionary<string, MethodSetting>(StringComparer.Ordinal);
        foreach (var (key, setting) in settings ?? ImmutableSortedDictionary<string, MethodSetting>.Empty)
        {
            if (key == Everything)
            {
                _everything = setting;
            }
            else if (key.LastIndexOf('/') is > 0 and var slash)
            {
                byMethod[Key(Unescape(key[..slash]), key[(slash + 1)..])] = setting;
            }
        }

        _byMethod = byMethod.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>
    /// The entry that names this method: the verb of the call first, then <c>ANY</c> when the method is declared so.
    /// </summary>
    /// <param name="path">The resource's template, such as <c>/pets/{id}</c>.</param>
    /// <param name="verb">The verb of the call, never <c>ANY</c>.</param>
    /// <param name="isAny">The method is declared as <c>ANY</c>.</param>
    public MethodSetting? FindOwn(string path, string verb, bool isAny) =>
        _byMethod.GetValueOrDefault(Key(path, verb))
        ?? (isAny ? _byMethod.GetValueOrDefault(Key(path, "ANY")) : null);

    /// <summary>The entry that holds for this method: its own, else that of all methods.</summary>
    public MethodSetting? Find(string path, string verb, bool isAny) => FindOwn(path, verb, isAny) ?? _everything;

    private static string Key(string path, string verb) => $"{verb} {path.Trim('/')}";

    /// <summary>RFC 6901 §4, in this order.</summary>
    private static string Unescape(string path) =>
        path.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
