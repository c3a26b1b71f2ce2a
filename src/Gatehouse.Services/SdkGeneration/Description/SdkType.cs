using System.Collections.Immutable;

namespace Gatehouse.Services.SdkGeneration.Description;

internal enum SdkKind
{
    /// <summary>Any JSON value.</summary>
    Any = 0,
    Text = 1,
    Integer = 2,
    Number = 3,
    Boolean = 4,
    List = 5,

    /// <summary>An object whose member names are data.</summary>
    Map = 6,
    Model = 7,
}

/// <summary>The type of a JSON value, as far as a programming language can say it.</summary>
internal sealed record SdkType(SdkKind Kind)
{
    public static readonly SdkType Any = new(SdkKind.Any);
    public static readonly SdkType Text = new(SdkKind.Text);
    public static readonly SdkType Integer = new(SdkKind.Integer);
    public static readonly SdkType Number = new(SdkKind.Number);
    public static readonly SdkType Boolean = new(SdkKind.Boolean);

    /// <summary>Of lists and maps.</summary>
    public SdkType? Element { get; init; }

    public SdkModel? Model { get; init; }

    /// <summary>The texts that a schema lists, when it lists any.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    public static SdkType ListOf(SdkType element) => new(SdkKind.List) { Element = element };

    public static SdkType MapOf(SdkType element) => new(SdkKind.Map) { Element = element };

    public static SdkType Of(SdkModel model) => new(SdkKind.Model) { Model = model };
}

/// <summary>An object with named members. A class: models may contain themselves.</summary>
internal sealed class SdkModel(string name, string? description)
{
    /// <summary>The API's name of the model, or one made of where the object stands.</summary>
    public string Name { get; } = name;

    public string? Description { get; } = description;

    /// <summary>Empty for an object that may hold anything.</summary>
    public ImmutableArray<SdkMember> Members { get; set; } = [];

    public bool IsOpen => Members.IsEmpty;
}

internal sealed record SdkMember(string Name, SdkType Type, bool IsRequired, string? Description);
