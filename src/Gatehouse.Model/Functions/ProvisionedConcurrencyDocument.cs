using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>Processes kept warm. Stored under <c>{functionName}/{qualifier}</c>, a version or an alias.</summary>
public sealed record ProvisionedConcurrencyDocument : IDocument<ProvisionedConcurrencyDocument>
{
    public static string Kind => "lambda/provisioned-concurrency";

    public static JsonTypeInfo<ProvisionedConcurrencyDocument> TypeInfo =>
        FunctionJson.Default.ProvisionedConcurrencyDocument;

    public required int Requested { get; init; }

    /// <summary>As Lambda prints it.</summary>
    public required string LastModified { get; init; }
}
