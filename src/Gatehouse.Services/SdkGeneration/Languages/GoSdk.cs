using System.Collections.Immutable;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>Beyond AWS: a typed client on <c>net/http</c> and the standard library, for Go 1.19 or later.</summary>
internal sealed class GoSdk : SdkLanguage
{
    public override string Id => "go";

    public override string FriendlyName => "Go";

    public override string Description => "Typed client on net/http";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "go.module",
            FriendlyName = "Module path",
            Description = "Path of the Go module. Defaults to the package's name",
            Form = SettingForms.GoModule,
        },
        new SdkSetting
        {
            Name = "go.package-name",
            FriendlyName = "Package name",
            Description = "Name of the Go package. Defaults to the API's name followed by sdk",
            Form = SettingForms.PackageName,
        },
    ];

    public override IEnumerable<string> ReservedWords =>
        ("break case chan const continue default defer else fallthrough for func go goto if import interface map "
        + "package range return select struct switch type var").Split(' ');

    public override IEnumerable<string> ReservedTypes =>
        ("Client Config Error Response Request Option New DefaultEndpoint DefaultRegion Credentials "
        + "String Int64 Float64 Bool").Split(' ');

    public override IEnumerable<string> ReservedMembers => ["MarshalJSON", "UnmarshalJSON"];

    public override IEnumerable<string> ReservedOperations => ["Invoke"];

    public override string Quote(string text) => QuoteAsC(text, CodePoints.Utf32);

    public override string OperationName(SdkOperation operation) =>
        Words.Pascal(OperationWords.Given(operation) ?? OperationWords.VerbFirst(operation));

    public override string ParameterName(IReadOnlyCollection<string> words) => Words.Pascal(words);

    public override string MemberName(IReadOnlyCollection<string> words) => Words.Pascal(words);

    public override string BodyName(SdkBody body) => "Body";

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "string",
        SdkKind.Integer => "int64",
        SdkKind.Number => "float64",
        SdkKind.Boolean => "bool",
        SdkKind.List => $"[]{TypeName(type.Element!, className)}",
        SdkKind.Map => $"map[string]{TypeName(type.Element!, className)}",
        SdkKind.Model => className(type.Model!),
        _ => "interface{}",
    };

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var name = string.Concat(Words.Split(api.Name)).ToLowerInvariant();
        var wanted = name.Length == 0 || char.IsAsciiDigit(name[0]) ? "api" + name : name;
        var package = settings.Find("go.package-name") ?? wanted + "sdk";
        sdk["package"] = package;
        sdk["module"] = settings.Find("go.module") ?? package;
    }
}
