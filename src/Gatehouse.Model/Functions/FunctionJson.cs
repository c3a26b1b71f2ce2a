using System.Text.Json.Serialization;

namespace Gatehouse.Model.Functions;

/// <summary>The stored form of function documents: AWS's member names (PascalCase in Lambda), absent members left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionDocument))]
[JsonSerializable(typeof(FunctionPolicyDocument))]
[JsonSerializable(typeof(AliasDocument))]
[JsonSerializable(typeof(LayerDocument))]
[JsonSerializable(typeof(LayerVersionDocument))]
[JsonSerializable(typeof(EventInvokeDocument))]
[JsonSerializable(typeof(FunctionUrlDocument))]
[JsonSerializable(typeof(ProvisionedConcurrencyDocument))]
public sealed partial class FunctionJson : JsonSerializerContext;
