using System.Collections.Immutable;
using Gatehouse.Execution.Exchange;
using Gatehouse.Model.ApisV2;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Mapping;

internal enum MappingAction
{
    Append = 0,
    Overwrite = 1,
    Remove = 2,
}

internal enum MappingTarget
{
    Header = 0,
    Query = 1,
    Path = 2,
    Status = 3,
}

/// <summary>One line of a parameter mapping.</summary>
internal sealed record MappingRule(MappingAction Action, MappingTarget Target, string Name, MappingSource Source)
{
    /// <param name="key">Such as <c>append:header.x</c> or <c>overwrite:path</c>.</param>
    /// <param name="source">The compiled value.</param>
    /// <returns><see langword="null"/> for a key that the grammar does not have, or a reserved header.</returns>
    public static MappingRule? TryParse(string key, MappingSource source)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        MappingAction? action = colon < 0 ? null : key[..colon] switch
        {
            "append" => MappingAction.Append,
            "overwrite" => MappingAction.Overwrite,
            "remove" => MappingAction.Remove,
            _ => null,
        };
        if (action is not { } known)
        {
            return null;
        }

        var place = key[(colon + 1)..];
        var name = place[(place.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return place switch
        {
            "path" when known == MappingAction.Overwrite => new MappingRule(known, MappingTarget.Path, place, source),
            "statuscode" when known == MappingAction.Overwrite =>
                new MappingRule(known, MappingTarget.Status, place, source),
            _ when place.StartsWith("header.", StringComparison.Ordinal) && HeaderText.IsName(name)
                && !ReservedHeaders.Contains(name) => new MappingRule(known, MappingTarget.Header, name, source),
            _ when place.StartsWith("querystring.", StringComparison.Ordinal) && name.Length > 0 =>
                new MappingRule(known, MappingTarget.Query, name, source),
            _ => null,
        };
    }

    /// <summary>The value of each rule before any is applied: all read the original (http-api §11.1).</summary>
    public static string?[] ReadAll(ImmutableArray<MappingRule> rules, RouteCall call)
    {
        var values = new string?[rules.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var rule = rules[i];
            values[i] = rule.Action == MappingAction.Remove ? null
                : rule.Target == MappingTarget.Path ? rule.Source.ReadForPath(call, isWhole: true)
                : rule.Source.Read(call);
        }

        return values;
    }
}

/// <summary><c>requestParameters</c> of an integration that is no service call.</summary>
internal sealed class RequestMappings(ImmutableArray<MappingRule> rules)
{
    public bool ReadsBody { get; } = rules.Any(static rule => rule.Source.ReadsRequestBody);

    /// <summary>The client's headers, query and path with the rules applied.</summary>
    /// <returns><see langword="null"/> with the reason when a value cannot stand where it is put.</returns>
    public MappedRequest? TryApply(RouteCall call, out string? error)
    {
        var values = MappingRule.ReadAll(rules, call);
        var mapped = new MappedRequest(ClientHeaders.Collect(call), ClientQuery.Of(call.Request).Pairs);
        error = null;
        for (var i = 0; i < values.Length && error is null; i++)
        {
            var rule = rules[i];
            if (rule.Action != MappingAction.Remove && values[i] is null)
            {
                continue; // a source that is not there: the mapping is skipped (unconfirmed)
            }

            error = rule.Target switch
            {
                MappingTarget.Header => mapped.ChangeHeader(rule.Action, rule.Name, values[i]),
                MappingTarget.Query => mapped.ChangeQuery(rule.Action, rule.Name, values[i]),
                _ => mapped.ChangePath(values[i]!),
            };
        }

        return error is null ? mapped : null;
    }
}

/// <summary>What goes to the integration instead of what the client sent.</summary>
internal sealed class MappedRequest(
    List<KeyValuePair<string, StringValues>> headers, List<KeyValuePair<string, string>> query)
{
    public List<KeyValuePair<string, StringValues>> Headers { get; } = headers;

    /// <summary>Decoded.</summary>
    public List<KeyValuePair<string, string>> Query { get; } = query;

    /// <summary>The query's pairs are not those of the client any more.</summary>
    public bool IsQueryChanged { get; private set; }

    /// <summary>Encoded for a request line; <see langword="null"/>: as it would be without a mapping.</summary>
    public string? Path { get; private set; }

    public string? ChangeHeader(MappingAction action, string name, string? value)
    {
        if (value is not null && (!HeaderText.IsValue(value) || value.Length > HttpApiLimits.MappedValueBytes))
        {
            return $"the value mapped to the header {name} cannot stand in a header";
        }

        var index = Headers.FindIndex(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        switch (action)
        {
            case MappingAction.Remove when index >= 0:
                Headers.RemoveAt(index);
                break;
            case MappingAction.Append when index >= 0:
                // A second line (unconfirmed: joined with a comma), which every reader takes for the same.
                Headers[index] = new(Headers[index].Key, StringValues.Concat(Headers[index].Value, value));
                break;
            case MappingAction.Overwrite when index >= 0:
                Headers[index] = new(Headers[index].Key, value);
                break;
            case MappingAction.Append or MappingAction.Overwrite:
                Headers.Add(new(name, value));
                break;
        }

        return null;
    }

    public string? ChangeQuery(MappingAction action, string name, string? value)
    {
        IsQueryChanged = true;
        var at = Query.FindIndex(pair => pair.Key.Equals(name, StringComparison.Ordinal));
        if (action != MappingAction.Append)
        {
            Query.RemoveAll(pair => pair.Key.Equals(name, StringComparison.Ordinal));
        }

        if (action == MappingAction.Overwrite && at >= 0)
        {
            Query.Insert(at, new(name, value!));
        }
        else if (action != MappingAction.Remove)
        {
            Query.Add(new(name, value!));
        }

        return null;
    }

    /// <summary>A missing slash is put before it (unconfirmed). A dot segment would name another resource.</summary>
    public string? ChangePath(string value)
    {
        var path = value.StartsWith('/') ? value : "/" + value;
        if (TargetRules.HasDotSegment(path))
        {
            return "a value puts a dot segment into the path";
        }

        Path = path;
        return null;
    }
}
