using System.Collections.Immutable;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>
/// Beyond AWS: a typed client on <c>fetch</c> and the Web Crypto API, for browsers and Node 20 or later.
/// </summary>
internal sealed class TypeScriptSdk : SdkLanguage
{
    public override string Id => "typescript";

    public override string FriendlyName => "TypeScript";

    public override string Description => "Typed client on fetch for browsers and Node.js";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "typescript.package-name",
            FriendlyName = "Package name",
            Description = "Name of the npm package. Defaults to the API's name followed by -sdk",
            Form = SettingForms.NpmName,
        },
        new SdkSetting
        {
            Name = "typescript.package-version",
            FriendlyName = "Package version",
            Description = "Version of the npm package",
            DefaultValue = "1.0.0",
            Form = SettingForms.Version,
        },
    ];

    /// <summary>Methods and members may be named by words; these are what classes and variables may not be.</summary>
    public override IEnumerable<string> ReservedWords =>
        "__proto__ prototype constructor".Split(' ');

    public override IEnumerable<string> ReservedTypes =>
    [
        .. "any bigint boolean never null number object string symbol undefined unknown void".Split(' '),
        .. "ApiClient ApiError ApiResponse ApiRequest ClientConfig CallOptions ParameterValue QueryValue Runtime"
            .Split(' '),
    ];

    public override IEnumerable<string> ReservedOperations => "invoke then toString valueOf config".Split(' ');

    public override string ModelQualifier => "models.";

    public override string Quote(string text) => JavaScriptSdk.QuoteText(text);

    public override IEnumerable<string> CommentLines(string text) => JavaScriptSdk.DocLines(text);

    public override string OperationName(SdkOperation operation) =>
        Words.Camel(OperationWords.Given(operation) ?? OperationWords.VerbFirst(operation));

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type switch
    {
        { Kind: SdkKind.Text, Values.IsEmpty: false } =>
            string.Join(" | ", type.Values.Select(Quote)) + " | (string & {})",
        { Kind: SdkKind.Text } => "string",
        { Kind: SdkKind.Integer or SdkKind.Number } => "number",
        { Kind: SdkKind.Boolean } => "boolean",
        { Kind: SdkKind.List } => $"Array<{TypeName(type.Element!, className)}>",
        { Kind: SdkKind.Map } => $"{{ [name: string]: {TypeName(type.Element!, className)} }}",
        { Kind: SdkKind.Model } => className(type.Model!),
        _ => "unknown",
    };

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var words = Words.Split(api.Name);
        sdk["packageName"] = settings.Find("typescript.package-name") ?? PackageName(words) + "-sdk";
        sdk["packagePath"] = ((string)sdk["packageName"]!).Split('/')[^1];
        sdk["packageVersion"] = settings.Find("typescript.package-version") ?? "1.0.0";
    }

    private static string PackageName(List<string> words) =>
        words.Count == 0 ? "api" : string.Join('-', words).ToLowerInvariant();
}
