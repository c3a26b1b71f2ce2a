using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>A gem of AWS's names (rest-control-plane §5.4) on Ruby's own libraries.</summary>
internal sealed class RubySdk : SdkLanguage
{
    public override string Id => "ruby";

    public override string FriendlyName => "Ruby";

    public override string Description => "Ruby SDK generator for API Gateway APIs";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "service.name",
            FriendlyName = "Service Name",
            Description = "Name of the service which is used to derive the name for your client",
            IsRequired = true,
            Aliases = ["serviceName"],
            Form = SettingForms.Letters,
        },
        new SdkSetting
        {
            Name = "ruby.gem-name",
            FriendlyName = "Ruby Gem Name",
            Description = "Name of the Ruby gem your code will be generated under",
            Form = SettingForms.ArtifactName,
        },
        new SdkSetting
        {
            Name = "ruby.gem-version",
            FriendlyName = "Ruby Gem Version",
            Description = "Version number for your service gem. Defaults to 1.0.0",
            Form = SettingForms.Version,
        },
    ];

    public override IEnumerable<string> ReservedWords =>
        ("BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next "
        + "nil not or redo rescue retry return self super then true undef unless until when while yield").Split(' ');

    public override IEnumerable<string> ReservedTypes =>
        "Model Types Array Hash String Integer Float Object Kernel Struct".Split(' ');

    public override IEnumerable<string> ReservedMembers =>
        ("to_h to_s hash send object_id inspect freeze dup clone method methods class is_a respond_to "
        + "instance_variable_get display extend tap then initialize equal").Split(' ');

    public override IEnumerable<string> ReservedOperations =>
        ("operation_names invoke config initialize send object_id hash inspect freeze dup clone method methods class "
        + "display extend tap then to_s puts print raise call").Split(' ');

    public override IEnumerable<string> ReservedParameters => ["params", "options"];

    public override string ModelQualifier => "Types::";

    /// <summary><c>#{...}</c> inside double quotes would be run.</summary>
    public override string Quote(string text) =>
        QuoteAsC(text, CodePoints.Braced, static rune => rune.Value == '#' ? "\\#" : null);

    public override string OperationName(SdkOperation operation) =>
        Words.Snake(OperationWords.Given(operation) ?? OperationWords.VerbFirst(operation));

    public override string ParameterName(IReadOnlyCollection<string> words) => Words.Snake(words);

    public override string MemberName(IReadOnlyCollection<string> words) => Words.Snake(words);

    /// <summary><c>input:</c>, named as the model (§5.4).</summary>
    public override string BodyName(SdkBody body) =>
        body.ModelName is { } model ? Words.Snake(Words.Split(model)) : "body";

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "String",
        SdkKind.Integer => "Integer",
        SdkKind.Number => "Float",
        SdkKind.Boolean => "Boolean",
        SdkKind.List => $"Array<{TypeName(type.Element!, className)}>",
        SdkKind.Map => $"Hash<String, {TypeName(type.Element!, className)}>",
        SdkKind.Model => className(type.Model!),
        _ => "Object",
    };

    public override string Decode(SdkType type, string value, Func<SdkModel, string> className) =>
        Decode(type, value, className, depth: 0);

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var service = settings.Required("service.name");
        var gem = settings.Find("ruby.gem-name") ?? service.ToLowerInvariant() + "-sdk";
        sdk["module"] = Words.Capitalise(service);
        sdk["gemName"] = gem;
        sdk["gemVersion"] = settings.Find("ruby.gem-version") ?? "1.0.0";
    }

    private static string Decode(SdkType type, string value, Func<SdkModel, string> className, int depth)
    {
        var inner = "item" + depth.ToString(CultureInfo.InvariantCulture);
        return type.Kind switch
        {
            SdkKind.Model => $"Types::{className(type.Model!)}.from_h({value})",
            SdkKind.List when IsStructured(type.Element!) =>
                $"Types.each_of({value}) {{ |{inner}| {Decode(type.Element!, inner, className, depth + 1)} }}",
            SdkKind.Map when IsStructured(type.Element!) =>
                $"Types.each_value({value}) {{ |{inner}| {Decode(type.Element!, inner, className, depth + 1)} }}",
            _ => value,
        };
    }

    private static bool IsStructured(SdkType type) =>
        type.Kind == SdkKind.Model || (type.Element is { } element && IsStructured(element));
}
