using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Mapping;

/// <summary>
/// <c>responseParameters</c>: by the status that the integration returned, exactly (http-api §11.2). The gateway's own errors
/// are not mapped.
/// </summary>
internal sealed class ResponseMappings(FrozenDictionary<int, ImmutableArray<MappingRule>> byStatus)
{
    private const int MinStatus = 200;
    private const int MaxStatus = 599;

    /// <summary>Whether the answer's body must be whole before its mapping can be made.</summary>
    public bool ReadsBody(int status) =>
        byStatus.TryGetValue(status, out var rules) && rules.Any(static rule => rule.Source.ReadsAnswerBody);

    /// <summary>Changes the headers of the response and the status of the call.</summary>
    /// <returns>Why a value cannot stand where it is put, or <see langword="null"/>.</returns>
    public string? Apply(RouteCall call)
    {
        if (!byStatus.TryGetValue(call.Status, out var rules))
        {
            return null;
        }

        var values = MappingRule.ReadAll(rules, call);
        string? error = null;
        for (var i = 0; i < values.Length && error is null; i++)
        {
            var rule = rules[i];
            if (rule.Action != MappingAction.Remove && values[i] is null)
            {
                continue;
            }

            error = rule.Target == MappingTarget.Status
                ? ChangeStatus(call, values[i]!)
                : ChangeHeader(call.Request.Http.Response.Headers, rule, values[i]);
        }

        return error;
    }

    private static string? ChangeStatus(RouteCall call, string value)
    {
        if (!int.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            || status is < MinStatus or > MaxStatus)
        {
            return "the mapped status is not from 200 to 599";
        }

        call.Status = status;
        return null;
    }

    private static string? ChangeHeader(IHeaderDictionary headers, MappingRule rule, string? value)
    {
        if (value is not null && (!HeaderText.IsValue(value) || value.Length > HttpApiLimits.MappedValueBytes))
        {
            return $"the value mapped to the header {rule.Name} cannot stand in a header";
        }

        var sent = value is null ? StringValues.Empty : new StringValues(HeaderText.ForWire(value));
        headers[rule.Name] = rule.Action switch
        {
            MappingAction.Remove => StringValues.Empty,
            MappingAction.Append => StringValues.Concat(headers[rule.Name], sent),
            _ => sent,
        };
        return null;
    }
}
