using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Execution.Faults;
using Gatehouse.Execution.Mapping;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Execution.Compilation;

/// <summary>Compiles the gateway responses that an API customised (sheet §7.2).</summary>
internal static class GatewayResponseCompiler
{
    private const string HeaderTarget = "gatewayresponse.header.";

    public static GatewayResponsePlans Compile(
        ImmutableArray<GatewayResponseDocument> documents, ValueExpressionCompiler expressions)
    {
        if (documents.IsDefaultOrEmpty)
        {
            return GatewayResponsePlans.BuiltIn;
        }

        var plans = new Dictionary<GatewayResponseType, GatewayResponsePlan>();
        foreach (var document in documents)
        {
            var type = GatewayResponseTable.FindByName(document.ResponseType)
                ?? throw new StageCompilationException($"There is no gateway response type {document.ResponseType}.");
            plans[type] = Compile(document, type, expressions);
        }

        return new GatewayResponsePlans(plans);
    }

    private static GatewayResponsePlan Compile(
        GatewayResponseDocument document, GatewayResponseType type, ValueExpressionCompiler expressions)
    {
        var headers = new List<KeyValuePair<string, ValueExpression>>();
        foreach (var (target, source) in document.ResponseParameters.OrEmpty())
        {
            // Path and query targets are accepted by the API and have no effect (sheet §7.2).
            if (!target.StartsWith(HeaderTarget, StringComparison.Ordinal))
            {
                continue;
            }

            var expression = expressions.Compile(source)
                ?? throw new StageCompilationException(
                    $"The gateway response {document.ResponseType} maps {target} from {source}, which is no "
                    + "expression.");
            headers.Add(new(target[HeaderTarget.Length..], expression));
        }

        return new GatewayResponsePlan
        {
            Status = Status(document, type),
            Headers = headers,
            Templates =
            [
                .. document.ResponseTemplates.OrEmpty().Where(entry => !IsDefault(entry)).Select(entry =>
                    new KeyValuePair<string, PlainTemplate>(
                        entry.Key, PlainTemplate.Compile(entry.Value, expressions))),
            ],
        };
    }

    /// <summary>
    /// The template that the management API shows for a response whose template nobody customised; the built-in bodies
    /// deviate from it (sheet §7.1), and adding a header to a response must not change its body.
    /// </summary>
    private static bool IsDefault(KeyValuePair<string, string> template) =>
        template is { Key: "application/json", Value: """{"message":$context.error.messageString}""" };

    /// <summary>
    /// A DEFAULT_* without a status keeps each type's own code; a specific type without one has its own.
    /// </summary>
    private static int? Status(GatewayResponseDocument document, GatewayResponseType type)
    {
        if (string.IsNullOrEmpty(document.StatusCode))
        {
            return null;
        }

        if (!int.TryParse(document.StatusCode, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < 100 or > 599)
        {
            throw new StageCompilationException(
                $"The gateway response {GatewayResponseTable.Row(type).Name} has the status {document.StatusCode}.");
        }

        return status;
    }
}
