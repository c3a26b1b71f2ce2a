using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>
/// AWS's names (rest-control-plane §5.4) on the JDK's own HTTP client. Differs from AWS: no runtime of Amazon's is
/// needed, so the configuration classes are in the generated package.
/// </summary>
internal sealed class JavaSdk : SdkLanguage
{
    public override string Id => "java";

    public override string FriendlyName => "Java SDK";

    public override string Description => "Java SDK generator for API Gateway APIs";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "service.name",
            FriendlyName = "Service Name",
            Description = "Name of the service which is used to derive the Java interface name for your client",
            IsRequired = true,
            Aliases = ["serviceName"],
            Form = SettingForms.Identifier,
        },
        new SdkSetting
        {
            Name = "java.package-name",
            FriendlyName = "Java Package Name",
            Description = "Name of the Java package your code will be generated under",
            IsRequired = true,
            Aliases = ["javaPackageName"],
            Form = SettingForms.DottedName,
        },
        new SdkSetting
        {
            Name = "java.build-system",
            FriendlyName = "Java Build System",
            Description = "Build system to setup for project; Currently supported: maven, gradle",
            Form = SettingForms.BuildSystem,
        },
        new SdkSetting
        {
            Name = "java.group-id",
            FriendlyName = "Java Group Id",
            Description = "Group id for your Maven or Gradle project. Defaults to package name",
            Form = SettingForms.ArtifactName,
        },
        new SdkSetting
        {
            Name = "java.artifact-id",
            FriendlyName = "Java Artifact Id",
            Description = "Artifact Id for your Maven project or project name for your Gradle project. "
                + "Defaults to service name",
            Form = SettingForms.ArtifactName,
        },
        new SdkSetting
        {
            Name = "java.artifact-version",
            FriendlyName = "Java Artifact Version",
            Description = "Version of your Maven or Gradle project. Defaults to 1.0-SNAPSHOT",
            Form = SettingForms.Version,
        },
        new SdkSetting
        {
            Name = "java.license-text",
            FriendlyName = "Source Code License Text",
            Description = "Customer provided license to inject into source file headers",
            Form = SettingForms.Prose,
            MaxLength = SdkLimits.MaxLicenseLength,
        },
    ];

    public override bool HasOpenModels => true;

    public override IEnumerable<string> ReservedWords =>
        ("abstract assert boolean break byte case catch char class const continue default do double else enum extends "
        + "final finally float for goto if implements import instanceof int interface long native new package private "
        + "protected public return short static strictfp super switch synchronized this throw throws transient try "
        + "void volatile while true false null var record yield").Split(' ');

    public override IEnumerable<string> ReservedTypes =>
        ("Object String Integer Long Double Boolean Override List Map ArrayList LinkedHashMap Json JsonModel "
        + "ApiRequest ApiResponse SdkException Collections Class Enum Iterable System Math").Split(' ');

    public override IEnumerable<string> ReservedMembers => ["json", "additionalProperties"];

    public override IEnumerable<string> ReservedOperations =>
        ("builder shutdown invoke close clone equals finalize getClass hashCode notify notifyAll toString "
        + "wait").Split(' ');

    public override IEnumerable<string> ReservedParameters => ["sdkHeader", "sdkQuery", "class_"];

    public override string Quote(string text) => QuoteAsC(text, CodePoints.Java);

    public override IEnumerable<string> CommentLines(string text) => DocLines(text);

    /// <summary>A backslash may begin a Unicode escape, which Java reads even in comments (JLS §3.3).</summary>
    public static IEnumerable<string> DocLines(string text) =>
        Rendering.Escapes.Lines(text).Select(static line => line
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("\\", "&#92;", StringComparison.Ordinal)
            .Replace("*/", "*&#47;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace("@", "&#64;", StringComparison.Ordinal));

    public override string OperationName(SdkOperation operation) =>
        Words.Camel(OperationWords.Given(operation) ?? OperationWords.VerbFirst(operation));

    /// <summary><c>.input(new Input()...)</c>, named as the model (§5.4).</summary>
    public override string BodyName(SdkBody body) =>
        body.ModelName is { } model ? Words.Camel(Words.Split(model)) : "body";

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "String",
        SdkKind.Integer => "Long",
        SdkKind.Number => "Double",
        SdkKind.Boolean => "Boolean",
        SdkKind.List => $"List<{TypeName(type.Element!, className)}>",
        SdkKind.Map => $"Map<String, {TypeName(type.Element!, className)}>",
        SdkKind.Model => className(type.Model!),
        _ => "Object",
    };

    public override string Decode(SdkType type, string value, Func<SdkModel, string> className) =>
        Decode(type, value, className, depth: 0);

    public override IEnumerable<string> ClientTypes(SdkApi api, SdkSettings settings)
    {
        var service = Words.Capitalise(settings.Required("service.name"));
        return
        [
            service, service + "ClientBuilder", "ConnectionConfiguration", "TimeoutConfiguration", "Credentials",
            "Transport",
        ];
    }

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var service = settings.Required("service.name");
        var package = settings.Required("java.package-name");
        sdk["className"] = Words.Capitalise(service);
        sdk["package"] = package;
        sdk["packagePath"] = package.Replace('.', '/');
        sdk["isGradle"] = settings.Find("java.build-system") == "gradle";
        sdk["groupId"] = settings.Find("java.group-id") ?? package;
        sdk["artifactId"] = settings.Find("java.artifact-id") ?? service;
        sdk["artifactVersion"] = settings.Find("java.artifact-version") ?? "1.0-SNAPSHOT";
        sdk["license"] = settings.Find("java.license-text") is { } text
            ? new JsonList(ListForm.List, CommentLines(text))
            : null;
    }

    private static string Decode(SdkType type, string value, Func<SdkModel, string> className, int depth)
    {
        var inner = "item" + depth.ToString(CultureInfo.InvariantCulture);
        return type.Kind switch
        {
            SdkKind.Text => $"Json.text({value})",
            SdkKind.Integer => $"Json.integer({value})",
            SdkKind.Number => $"Json.number({value})",
            SdkKind.Boolean => $"Json.truth({value})",
            SdkKind.Model => $"{className(type.Model!)}.fromJson({value})",
            SdkKind.List => $"Json.list({value}, {inner} -> {Decode(type.Element!, inner, className, depth + 1)})",
            SdkKind.Map => $"Json.map({value}, {inner} -> {Decode(type.Element!, inner, className, depth + 1)})",
            _ => value,
        };
    }
}
