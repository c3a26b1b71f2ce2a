using System.Collections.Immutable;
using Gatehouse.Languages.Json;
using Gatehouse.Services.SdkGeneration.Description;
using Gatehouse.Services.SdkGeneration.Naming;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>Beyond AWS: a typed client on <c>HttpClient</c> and <c>System.Text.Json</c>, for .NET 8 or later.</summary>
internal sealed class CSharpSdk : SdkLanguage
{
    public override string Id => "csharp";

    public override string FriendlyName => "C#";

    public override string Description => "Typed client on HttpClient for .NET 8 and later";

    public override ImmutableArray<SdkSetting> Settings { get; } =
    [
        new SdkSetting
        {
            Name = "csharp.namespace",
            FriendlyName = "Namespace",
            Description = "Namespace and assembly name. Defaults to the API's name followed by Sdk",
            Form = SettingForms.DottedName,
        },
        new SdkSetting
        {
            Name = "csharp.package-version",
            FriendlyName = "Package version",
            Description = "Version of the NuGet package",
            DefaultValue = "1.0.0",
            Form = SettingForms.Version,
        },
    ];

    public override IEnumerable<string> ReservedWords =>
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do "
        + "double else enum event explicit extern false finally fixed float for foreach goto if implicit in int "
        + "interface internal is lock long namespace new null object operator out override params private protected "
        + "public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw "
        + "true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while await record var "
        + "field value required").Split(' ');

    public override IEnumerable<string> ReservedTypes => ["Models", "System"];

    public override IEnumerable<string> ReservedMembers =>
        ("Equals Finalize GetHashCode GetType MemberwiseClone ReferenceEquals ToString AdditionalProperties "
        + "System").Split(' ');

    public override IEnumerable<string> ReservedOperations =>
        ("Equals Finalize GetHashCode GetType MemberwiseClone ReferenceEquals ToString Invoke Dispose System "
        + "Models").Split(' ');

    public override IEnumerable<string> ReservedParameters => ["options", "cancellationToken"];

    public override string ModelQualifier => "Models.";

    public override string Quote(string text) => QuoteAsC(text, CodePoints.Utf16);

    public override IEnumerable<string> CommentLines(string text) =>
        Rendering.Escapes.Lines(text).Select(static line => System.Security.SecurityElement.Escape(line));

    public override string OperationName(SdkOperation operation) =>
        Words.Pascal(OperationWords.Given(operation) ?? OperationWords.VerbFirst(operation));

    public override string MemberName(IReadOnlyCollection<string> words) => Words.Pascal(words);

    /// <summary>
    /// A word of the language may be a name behind an at sign; <c>@options</c> is the same name as <c>options</c>.
    /// </summary>
    public override string Escape(string name) => ReservedWords.Contains(name) ? "@" + name : name + "_";

    public override string TypeName(SdkType type, Func<SdkModel, string> className) => type.Kind switch
    {
        SdkKind.Text => "string",
        SdkKind.Integer => "long",
        SdkKind.Number => "double",
        SdkKind.Boolean => "bool",
        SdkKind.List => $"List<{TypeName(type.Element!, className)}>",
        SdkKind.Map => $"Dictionary<string, {TypeName(type.Element!, className)}>",
        SdkKind.Model => className(type.Model!),
        _ => "JsonElement",
    };

    public override void Extend(JsonMap sdk, SdkApi api, SdkSettings settings)
    {
        var name = Words.Pascal(Words.Split(api.Name));
        var wanted = name.Length == 0 || char.IsAsciiDigit(name[0]) ? "Api" + name : name;
        sdk["namespace"] = settings.Find("csharp.namespace") ?? wanted + "Sdk";
        sdk["packageVersion"] = settings.Find("csharp.package-version") ?? "1.0.0";
    }
}
