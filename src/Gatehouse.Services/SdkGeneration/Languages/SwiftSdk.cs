using Gatehouse.Services.SdkGeneration.Description;

namespace Gatehouse.Services.SdkGeneration.Languages;

internal sealed class SwiftSdk : AppleSdk
{
    public override string Id => "swift";

    public override string FriendlyName => "iOS (Swift)";

    public override IEnumerable<string> ReservedWords =>
        ("associatedtype class deinit enum extension fileprivate func import init inout internal let open operator "
        + "private precedencegroup protocol public rethrows static struct subscript typealias var break case catch "
        + "continue default defer do else fallthrough for guard if in repeat return throw switch where while Any as "
        + "await false is nil self Self super throws true try Type Protocol async").Split(' ');

    public override string Quote(string text) => QuoteAsC(text, CodePoints.Braced);

    /// <summary>Swift's block comments nest; these stand behind slashes all the same.</summary>
    public override IEnumerable<string> CommentLines(string text) =>
        Rendering.Escapes.Lines(text).Select(static line => line
            .Replace("*/", "* /", StringComparison.Ordinal)
            .Replace("/*", "/ *", StringComparison.Ordinal));

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "String",
        SdkKind.Integer or SdkKind.Number or SdkKind.Boolean => "NSNumber",
        SdkKind.List => $"[{TypeName(type.Element!, className)}]",
        SdkKind.Map => $"[String: {TypeName(type.Element!, className)}]",
        SdkKind.Model => className(type.Model!),
        _ => "Any",
    };
}
