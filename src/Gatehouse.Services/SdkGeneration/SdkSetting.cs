using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gatehouse.Services.SdkGeneration;

/// <summary>A configuration property of an SDK type (rest-control-plane §5.1), and what it may hold.</summary>
internal sealed record SdkSetting
{
    public required string Name { get; init; }

    public required string FriendlyName { get; init; }

    public string Description { get; init; } = string.Empty;

    public bool IsRequired { get; init; }

    /// <summary>
    /// What GetSdkType shows; the defaults that depend on other properties are in their descriptions.
    /// </summary>
    public string? DefaultValue { get; init; }

    /// <summary>Other spellings that AWS's own documents use (§5.1, NOTE).</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What a value looks like: it becomes part of a program or of a file's name.</summary>
    public required Regex Form { get; init; }

    public int MaxLength { get; init; } = SdkLimits.MaxSettingLength;
}
