using System.Collections.Immutable;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>
/// An interface for the <c>ApiClientFactory</c> of the AWS Mobile SDK for Android, which signs, sends and retries
/// (rest-control-plane §5.4).
/// </summary>
internal sealed class AndroidSdk : SdkLanguage
{
    private readonly JavaSdk _java = new();

    public override string Id => "android";

    public override string FriendlyName => "Android";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        Setting("groupId", "Group ID", SettingForms.ArtifactName),
        Setting("invokerPackage", "Invoker package", SettingForms.DottedName),
        Setting("artifactId", "Artifact ID", SettingForms.ArtifactName),
        Setting("artifactVersion", "Artifact version", SettingForms.Version),
    ];

    public override bool HasOpenModels => true;

    public override IEnumerable<string> ReservedWords => _java.ReservedWords;

    public override IEnumerable<string> ReservedTypes =>
        "Object String Integer Long Double Boolean Override List Map BigDecimal Service Operation Parameter".Split(' ');

    public override IEnumerable<string> ReservedMembers => ["class_"];

    public override IEnumerable<string> ReservedOperations =>
        "execute clone equals finalize getClass hashCode notify notifyAll toString wait".Split(' ');

    public override string Quote(string text) => _java.Quote(text);

    public override IEnumerable<string> CommentLines(string text) => JavaSdk.DocLines(text);

    public override string OperationName(SdkOperation operation) =>
        Words.Camel(OperationWords.Given(operation) ?? OperationWords.VerbLast(operation));

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "String",
        SdkKind.Integer => "Integer",
        SdkKind.Number => "BigDecimal",
        SdkKind.Boolean => "Boolean",
        SdkKind.List => $"List<{TypeName(type.Element!, className)}>",
        SdkKind.Map => $"Map<String, {TypeName(type.Element!, className)}>",
        SdkKind.Model => className(type.Model!),
        _ => "Object",
    };

    public override IEnumerable<string> ClientTypes(SdkApi api, SdkSettings settings) =>
        [ClientNames.Of(api) + "Client"];

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var package = settings.Required("invokerPackage");
        sdk["package"] = package;
        sdk["packagePath"] = package.Replace('.', '/');
        sdk["groupId"] = settings.Required("groupId");
        sdk["artifactId"] = settings.Required("artifactId");
        sdk["artifactVersion"] = settings.Required("artifactVersion");
        sdk["className"] = ClientNames.Of(api) + "Client";
    }

    private static SdkSetting Setting(string name, string friendlyName, System.Text.RegularExpressions.Regex form) =>
        new() { Name = name, FriendlyName = friendlyName, IsRequired = true, Form = form };
}
