using Gatehouse.Services.SdkGeneration.Description;

namespace Gatehouse.Services.SdkGeneration.Languages;

internal sealed class ObjectiveCSdk : AppleSdk
{
    public override string Id => "objectivec";

    public override string FriendlyName => "iOS (Objective-C)";

    public override IEnumerable<string> ReservedWords =>
        ("auto break case char const continue default do double else enum extern float for goto if inline int long "
        + "register restrict return short signed sizeof static struct switch typedef union unsigned void volatile "
        + "while id self super nil Nil YES NO BOOL SEL IMP Class in out inout bycopy byref oneway instancetype "
        + "strong weak nonatomic atomic readonly readwrite assign nullable nonnull true false bool NULL").Split(' ');

    /// <summary>A question mark is escaped, since two begin a trigraph, one of which is a backslash.</summary>
    public override string Quote(string text) =>
        QuoteAsC(text, CodePoints.C, static rune => rune.Value == '?' ? "\\?" : null);

    /// <summary>A backslash at the end of a line comment would take the next line in.</summary>
    public override IEnumerable<string> CommentLines(string text) =>
        Rendering.Escapes.Lines(text).Select(static line => line
            .Replace('\\', '/')
            .Replace("*/", "* /", StringComparison.Ordinal)
            .Replace("/*", "/ *", StringComparison.Ordinal)
            .Replace("??/", "? ?/", StringComparison.Ordinal));

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "NSString *",
        SdkKind.Integer or SdkKind.Number or SdkKind.Boolean => "NSNumber *",
        SdkKind.List => $"NSArray<{Element(type, className)}> *",
        SdkKind.Map => $"NSDictionary<NSString *, {Element(type, className)}> *",
        SdkKind.Model => className(type.Model!) + " *",
        _ => "id ",
    };

    private string Element(SdkType type, Func<SdkModel, string> className) =>
        TypeName(type.Element!, className).TrimEnd();
}
