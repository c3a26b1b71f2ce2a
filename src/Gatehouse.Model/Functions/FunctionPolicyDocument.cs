using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Model.Functions;

/// <summary>A function's resource policy. Stored under <c>{functionName}</c> or <c>{functionName}/{qualifier}</c>.</summary>
public sealed record FunctionPolicyDocument : IDocument<FunctionPolicyDocument>
{
    public static string Kind => "lambda/policy";

    public static JsonTypeInfo<FunctionPolicyDocument> TypeInfo => FunctionJson.Default.FunctionPolicyDocument;

    public required string RevisionId { get; init; }

    /// <summary>Statements in the order they were added, each as the JSON text of one IAM policy statement.</summary>
    public required ImmutableArray<FunctionPolicyStatement> Statements { get; init; }
}

public sealed record FunctionPolicyStatement(string Sid, string Json);
