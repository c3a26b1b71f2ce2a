using System.Collections.Immutable;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>
/// What the two languages of iOS share: classes for the AWSAPIGateway pod, which signs and sends
/// (rest-control-plane §5.4).
/// </summary>
internal abstract class AppleSdk : SdkLanguage
{
    private static readonly string[] Families = ["alloc", "copy", "init", "mutableCopy", "new"];

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "classPrefix",
            FriendlyName = "Prefix",
            IsRequired = true,
            Form = SettingForms.ClassPrefix,
        },
    ];

    public override bool HasOpenModels => true;

    /// <summary>Methods and properties of NSObject, AWSModel and AWSAPIGatewayClient.</summary>
    public override IEnumerable<string> ReservedMembers =>
        ("description debugDescription hash superclass class self init new copy mutableCopy alloc dealloc retain "
        + "release autorelease isEqual zone dictionaryValue isProxy").Split(' ');

    public override IEnumerable<string> ReservedOperations =>
        ("init new copy mutableCopy alloc dealloc retain release invoke description hash self class load "
        + "initialize").Split(' ');

    public override string OperationName(SdkOperation operation) =>
        OutOfFamily(Words.Camel(OperationWords.Given(operation) ?? OperationWords.VerbLast(operation)), "call");

    public override string MemberName(IReadOnlyCollection<string> words) => OutOfFamily(Words.Camel(words), "value");

    public override string Escape(string name) => "value" + Words.Capitalise(name);

    public override string ModelName(IReadOnlyCollection<string> words, SdkSettings settings) =>
        settings.Required("classPrefix") + Words.Pascal(words);

    public override IEnumerable<string> ClientTypes(SdkApi api, SdkSettings settings) =>
        [Umbrella(api, settings), Umbrella(api, settings) + "Client"];

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        sdk["className"] = Umbrella(api, settings) + "Client";
        sdk["umbrella"] = Umbrella(api, settings);
    }

    /// <summary>
    /// A method whose name begins with one of these words hands over ownership by it (clang's ARC specification, method
    /// families), which an accessor and a call do not.
    /// </summary>
    private static string OutOfFamily(string name, string prefix) =>
        Families.Any(family => name.StartsWith(family, StringComparison.Ordinal)
            && (name.Length == family.Length || !char.IsAsciiLetterLower(name[family.Length])))
            ? prefix + Words.Capitalise(name)
            : name;

    private static string Umbrella(SdkApi api, SdkSettings settings) =>
        settings.Required("classPrefix") + ClientNames.Of(api);
}
