using System.Collections.Immutable;

namespace Gatehouse.Services.SdkGeneration.Languages;

/// <summary>Every SDK type: AWS's six, and beyond AWS four.</summary>
internal static class SdkLanguages
{
    public static ImmutableArray<SdkLanguage> All { get; } =
    [
        new AndroidSdk(),
        new CSharpSdk(),
        new GoSdk(),
        new JavaSdk(),
        new JavaScriptSdk(),
        new ObjectiveCSdk(),
        new PythonSdk(),
        new RubySdk(),
        new SwiftSdk(),
        new TypeScriptSdk(),
    ];

    public static SdkLanguage? Find(string id) =>
        All.FirstOrDefault(language => string.Equals(language.Id, id, StringComparison.Ordinal));
}
