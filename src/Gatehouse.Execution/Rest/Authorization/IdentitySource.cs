using Gatehouse.Execution.Authorizers;
using Gatehouse.Execution.Mapping;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Rest.Authorization;

/// <summary>
/// One place where an authorizer looks for who is calling. Headers and query parameters give all their values: the
/// function sees them all, so all of them tell callers apart.
/// </summary>
internal abstract class IdentitySource
{
    public abstract StringValues Read(RestCall call);

    /// <summary>Adds the values to the caller's key.</summary>
    /// <returns><see langword="false"/> when there is no value, or nothing but blanks (security §5.2).</returns>
    public bool TryAppend(RestCall call, ref CallerKeyWriter key)
    {
        var values = Read(call);
        if (!HasText(values))
        {
            return false;
        }

        key.Append((long)values.Count);
        foreach (var value in values)
        {
            key.Append(value);
        }

        return true;
    }

    public static bool HasText(in StringValues values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// A header, in any case: a caller whose client or proxy writes names otherwise is the same caller. It is looked for
/// among the headers that go on to the backend, so that one which ends at the gateway identifies nobody (security
/// §11.2).
/// </summary>
internal sealed class HeaderIdentity(string name) : IdentitySource
{
    public string Name { get; } = name;

    public override StringValues Read(RestCall call)
    {
        foreach (var entry in call.Request.Headers.Entries)
        {
            if (entry.Key.Equals(Name, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return StringValues.Empty;
    }
}

internal sealed class QueryIdentity(string name) : IdentitySource
{
    public string Name { get; } = name;

    public override StringValues Read(RestCall call) => call.Request.Query.FindAll(Name);
}

/// <summary>A stage variable or a variable of the context.</summary>
internal sealed class ExpressionIdentity(ValueExpression expression) : IdentitySource
{
    public override StringValues Read(RestCall call) => expression.Read(new MappingScope(call.Request, call));
}
