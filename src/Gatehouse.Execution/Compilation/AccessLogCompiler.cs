using Gatehouse.Execution.Records;
using Gatehouse.Model.Arns;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Observations;

namespace Gatehouse.Execution.Compilation;

/// <summary>Compiles where a stage's access log goes and what its lines hold.</summary>
internal static class AccessLogCompiler
{
    private const string LogGroup = "log-group:";
    private const string DeliveryStream = "deliverystream/";

    /// <param name="format">The stage's.</param>
    /// <param name="destinationArn">A log group's, or a delivery stream's where the kind of API has them.</param>
    /// <param name="find">The variables of this kind of API.</param>
    /// <returns>
    /// <see langword="null"/> when the two are not both there, as after a client's patch of one of them, or lead nowhere.
    /// </returns>
    public static AccessLogPlan<TOutcome>? Compile<TOutcome>(
        string? format, string? destinationArn, Func<string, OutcomeVariable<TOutcome>> find) =>
        format is { Length: > 0 } && FindDestination(destinationArn) is { } destination
            ? new AccessLogPlan<TOutcome>(AccessLogFormat<TOutcome>.Compile(format, find), destination)
            : null;

    private static AccessLogDestination? FindDestination(string? text)
    {
        if (text is null || !Arn.TryParse(text, out var arn))
        {
            return null;
        }

        var scope = new DocumentScope(arn.Account, arn.Region);
        if (arn.Service == "logs" && arn.Resource.StartsWith(LogGroup, StringComparison.Ordinal))
        {
            var name = arn.Resource[LogGroup.Length..];
            name = name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name;
            return new AccessLogDestination(scope, name, IsDeliveryStream: false);
        }

        return arn.Service == "firehose" && arn.Resource.StartsWith(DeliveryStream, StringComparison.Ordinal)
            ? new AccessLogDestination(scope, arn.Resource[DeliveryStream.Length..], IsDeliveryStream: true)
            : null;
    }
}
