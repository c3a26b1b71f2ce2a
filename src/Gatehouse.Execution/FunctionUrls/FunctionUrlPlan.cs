using Gatehouse.Execution.Http.Cors;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>One function URL, compiled from its document.</summary>
internal sealed record FunctionUrlPlan
{
    public required string UrlId { get; init; }

    public required DocumentScope Scope { get; init; }

    /// <summary>With the alias that the URL belongs to.</summary>
    public required FunctionName Function { get; init; }

    /// <value>NONE or AWS_IAM, as the condition key <c>lambda:FunctionUrlAuthType</c> has it.</value>
    public required string AuthType { get; init; }

    /// <summary>AWS_IAM. What is neither of the two is never served.</summary>
    public bool IsSigned => AuthType == "AWS_IAM";

    /// <summary>RESPONSE_STREAM, else BUFFERED.</summary>
    public required bool IsStreaming { get; init; }

    public CorsPlan? Cors { get; init; }
}
