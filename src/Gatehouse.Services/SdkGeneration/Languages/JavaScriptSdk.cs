using System.Text;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>
/// The client of AWS's own shape (rest-control-plane §5.3). Method names come of the path; an operation name is a
/// second name of the same method, since it is unconfirmed whether AWS's generator reads it.
/// </summary>
internal sealed class JavaScriptSdk : SdkLanguage
{
    public override string Id => "javascript";

    public override string FriendlyName => "JavaScript";

    public override IEnumerable<string> ReservedWords => ["__proto__", "prototype"];

    public override IEnumerable<string> ReservedOperations =>
        ["constructor", "toString", "valueOf", "then", "invokeApi"];

    public override string Quote(string text) => QuoteText(text);

    public override IEnumerable<string> CommentLines(string text) => DocLines(text);

    public override string OperationName(SdkOperation operation) => Words.Camel(OperationWords.VerbLast(operation));

    public override string? Alias(SdkOperation operation) =>
        OperationWords.Given(operation) is { } words ? Words.Camel(words) : null;

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => "any";

    /// <summary>A script may stand in a page: <c>&lt;/script&gt;</c> must not end it.</summary>
    public static string QuoteText(string text) =>
        QuoteAsC(text, CodePoints.Utf16, static rune => rune.Value is '<' or '>' ? CodePoints.Utf16(rune) : null);

    public static IEnumerable<string> DocLines(string text) =>
        Rendering.Escapes.Lines(text).Select(static line => line
            .Replace("*/", "* /", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("@", "&#64;", StringComparison.Ordinal));
}
