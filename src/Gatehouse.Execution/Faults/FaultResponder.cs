using System.Collections.Frozen;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Gatehouse.Execution.Rest.Headers;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Faults;

/// <summary>Turns a fault into the answer that the API configured for it, or the built-in one.</summary>
internal static class FaultResponder
{
    public const string ErrorTypeHeader = "x-amzn-ErrorType";

    private static readonly FrozenSet<string> GatewaysOwn = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        AnswerWriter.RequestIdHeader, AnswerWriter.ExtendedIdHeader, "Connection", "Content-Length", "Date");

    public static MethodAnswer Answer(ArrivedRequest request, RestCall? call, GatewayFault fault)
    {
        var plan = request.Stage.GatewayResponses.Find(fault);
        var headers = new List<KeyValuePair<string, StringValues>>();
        if (fault.ErrorType is not null)
        {
            headers.Add(new(ErrorTypeHeader, fault.ErrorType));
        }

        if (call is { IsIntegrationAttempted: true })
        {
            headers.Add(new(TraceIdentity.HeaderName, TraceIdentity.WithoutSelf(request.TraceHeader)));
        }

        if (plan is null)
        {
            return new MethodAnswer
            {
                Status = fault.Status, ContentType = fault.ContentType, Headers = headers, Body = fault.Body,
            };
        }

        return Customised(new MappingScope(request, call, fault), plan, headers);
    }

    private static MethodAnswer Customised(
        in MappingScope scope, GatewayResponsePlan plan, List<KeyValuePair<string, StringValues>> headers)
    {
        var fault = scope.Fault!;
        var contentType = fault.ContentType;
        var body = fault.Body;
        var accepted = MediaType.FirstOfAccept(scope.Request.Http.Request.Headers.Accept);
        if (plan.Select(accepted) is { } template)
        {
            contentType = template.Key;
            body = template.Value.Render(scope);
        }

        foreach (var (name, expression) in plan.Headers)
        {
            if (expression.ReadSingle(scope) is not { } value)
            {
                continue;
            }

            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                contentType = value;
            }
            else if (!IsGatewaysOwn(name) && HeaderText.IsSendable(name, value))
            {
                // A value that cannot stand in a header is left out: the answer is a refusal already.
                headers.Add(new(name, HeaderText.ForWire(value)));
            }
        }

        return new MethodAnswer
        {
            Status = plan.Status ?? fault.Status, ContentType = contentType, Headers = headers, Body = body,
        };
    }

    /// <summary>"Default headers stay" (sheet §7.2), and so does the connection's framing.</summary>
    private static bool IsGatewaysOwn(string name) =>
        name.Equals(ErrorTypeHeader, StringComparison.OrdinalIgnoreCase)
        || HeaderRules.TowardClient(name, HeaderFamily.Http, out _) == HeaderAction.Drop
        || GatewaysOwn.Contains(name);
}
