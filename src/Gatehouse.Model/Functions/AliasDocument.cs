using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>A name that leads to a version, or to two by weight. Stored under <c>{functionName}/{alias}</c>.</summary>
public sealed record AliasDocument : IDocument<AliasDocument>
{
    public static string Kind => "lambda/alias";

    public static JsonTypeInfo<AliasDocument> TypeInfo => FunctionJson.Default.AliasDocument;

    public required string Name { get; init; }

    /// <value><c>$LATEST</c> or a number.</value>
    public required string FunctionVersion { get; init; }

    public required string Description { get; init; }

    public required string RevisionId { get; init; }

    /// <summary>Another version with the share of calls that it gets, 0 to 1; the rest goes to the first.</summary>
    public ImmutableSortedDictionary<string, double>? AdditionalWeights { get; init; }

    /// <summary>A version's number, or an alias: names of aliases are no numbers.</summary>
    public static bool IsVersion(string qualifier) =>
        ulong.TryParse(qualifier, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
