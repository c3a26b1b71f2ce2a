using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Mapping;
using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Records;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Authorization;

/// <summary>
/// One place where an authorizer of an HTTP API looks for who is calling (http-api §3.5). Headers and query parameters
/// give all their values: the function sees them all, so all of them tell callers apart.
/// </summary>
internal abstract class RouteIdentity
{
    public abstract StringValues Read(RouteCall call);

    /// <summary>Adds the values to the caller's key.</summary>
    /// <returns><see langword="false"/> when there is no value, or nothing but blanks (http-api §13.3).</returns>
    public static bool TryAppend(in StringValues values, ref CallerKeyWriter key)
    {
        var hasText = false;
        key.Append((long)values.Count);
        foreach (var value in values)
        {
            hasText |= !string.IsNullOrWhiteSpace(value);
            key.Append(value);
        }

        return hasText;
    }
}

/// <summary>A header in any case, of those that go on: what ends at the gateway identifies nobody.</summary>
internal sealed class HeaderRouteIdentity(string name) : RouteIdentity
{
    public override StringValues Read(RouteCall call)
    {
        var headers = call.Request.Http.Request.Headers;
        if (!headers.TryGetValue(name, out var values) || ClientHeaders.EndHere(name))
        {
            return StringValues.Empty;
        }

        var connection = headers.Connection;
        return ConnectionNames.MayName(connection) && ConnectionNames.EndsHere(connection, name)
            ? StringValues.Empty
            : values;
    }
}

internal sealed class QueryRouteIdentity(string name) : RouteIdentity
{
    public override StringValues Read(RouteCall call) => ClientQuery.Of(call.Request).FindAll(name);
}

internal sealed class ContextRouteIdentity(OutcomeReader<HttpOutcome> reader) : RouteIdentity
{
    public override StringValues Read(RouteCall call) =>
        reader(new HttpOutcome(call.Request, call)) is { } text ? text : StringValues.Empty;
}

/// <summary>A stage variable, settled at publish.</summary>
internal sealed class LiteralRouteIdentity(string? text) : RouteIdentity
{
    public override StringValues Read(RouteCall call) => text is null ? StringValues.Empty : text;
}
