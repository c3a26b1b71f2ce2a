using System.Collections.Immutable;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>Beyond AWS: a typed client that needs Python 3.9 and its standard library.</summary>
internal sealed class PythonSdk : SdkLanguage
{
    public override string Id => "python";

    public override string FriendlyName => "Python";

    public override string Description => "Typed client on the standard library";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "python.package-name",
            FriendlyName = "Package name",
            Description = "Name of the Python package. Defaults to the API's name followed by _sdk",
            Form = SettingForms.PackageName,
        },
        new SdkSetting
        {
            Name = "python.package-version",
            FriendlyName = "Package version",
            Description = "Version of the distribution",
            DefaultValue = "1.0.0",
            Form = SettingForms.Version,
        },
    ];

    public override IEnumerable<string> ReservedWords =>
        ("False None True and as assert async await break class continue def del elif else except finally for from "
        + "global if import in is lambda nonlocal not or pass raise return try while with yield match case type "
        + "self cls print str int float bool bytes list dict tuple set object").Split(' ');

    public override IEnumerable<string> ReservedTypes =>
        "Any ClassVar Dict List Optional Union Model dataclass field annotations Mapping Sequence".Split(' ');

    public override IEnumerable<string> ReservedMembers => ["to_dict", "from_dict", "additional_properties"];

    public override IEnumerable<string> ReservedOperations => ["invoke", "config"];

    public override IEnumerable<string> ReservedParameters => ["timeout", "headers", "query"];

    public override string ModelQualifier => "models.";

    /// <summary>Also stands in a triple-quoted docstring: quotes are escaped, so no run of them can end it.</summary>
    public override string Quote(string text) => QuoteAsC(text, CodePoints.Utf32);

    public override IEnumerable<string> CommentLines(string text) =>
        Rendering.Escapes.Lines(text).Select(static line => line
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal));

    public override string OperationName(SdkOperation operation) =>
        Words.Snake(OperationWords.Given(operation) ?? OperationWords.VerbFirst(operation));

    public override string ParameterName(IReadOnlyCollection<string> words) => Words.Snake(words);

    public override string MemberName(IReadOnlyCollection<string> words) => Words.Snake(words);

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "str",
        SdkKind.Integer => "int",
        SdkKind.Number => "float",
        SdkKind.Boolean => "bool",
        SdkKind.List => $"List[{TypeName(type.Element!, className)}]",
        SdkKind.Map => $"Dict[str, {TypeName(type.Element!, className)}]",
        SdkKind.Model => className(type.Model!),
        _ => "Any",
    };

    /// <summary>The shape that the runtime reads: a class's name, or a list or a map of a shape.</summary>
    public override string Decode(SdkType type, string value, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Model => $"\"{className(type.Model!)}\"",
        SdkKind.List => $"(\"list\", {Decode(type.Element!, value, className)})",
        SdkKind.Map => $"(\"map\", {Decode(type.Element!, value, className)})",
        _ => "None",
    };

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var words = Words.Split(api.Name);
        var package = settings.Find("python.package-name")
            ?? new NameScope(ReservedWords, StringComparer.Ordinal).Take(Words.Snake(words) + "_sdk", "api", Escape);
        sdk["package"] = package;
        sdk["distribution"] = package.Replace('_', '-');
        sdk["packageVersion"] = settings.Find("python.package-version") ?? "1.0.0";
    }
}
