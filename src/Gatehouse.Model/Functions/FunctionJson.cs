using System.Text.Json.Serialization;

namespace Gatehouse.Model.Functions;

/// <summary>The stored form of function documents: AWS's member names (PascalCase in Lambda), absent members left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionDocument))]
[JsonSerializable(typeof(FunctionPolicyDocument))]
public sealed partial class FunctionJson : JsonSerializerContext;
