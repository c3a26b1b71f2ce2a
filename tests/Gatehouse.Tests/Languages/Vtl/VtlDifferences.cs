namespace Gatehouse.Tests.Languages.Vtl;

/// <summary>Templates of the corpus that render otherwise here, each with its reason.</summary>
internal static class VtlDifferences
{
    private const string Digits =
        "The recording ran on JDK 17, which prints a digit too many for some doubles (JDK-4511638, mended in 19).";

    private static readonly Dictionary<string, (string Result, string Reason)> ByTemplate = new(StringComparer.Ordinal)
    {
        ["#set($x = 1e3 - $big)$x"] = ("[-9.223372036854775E18]", Digits),
        ["#set($x = -0.5 + $big)$x#set($x = -0.5 * $big)|$x#set($x = -0.5 / $big)|$x#set($x = -0.5 % $big)|$x"] =
            ("[9.223372036854776E18|-4.611686018427388E18|-5.421010862427522E-20|-0.5]", Digits),
    };

    public static string Expected(string template, string velocity) =>
        ByTemplate.TryGetValue(template, out var own) ? own.Result : velocity;

    public static IEnumerable<string> Templates => ByTemplate.Keys;
}
