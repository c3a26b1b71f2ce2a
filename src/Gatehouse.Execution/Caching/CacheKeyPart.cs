using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Mapping;
using Gatehouse.Execution.Rest;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Caching;

/// <summary>One of a method's <c>cacheKeyParameters</c>: where its values are read.</summary>
internal abstract class CacheKeyPart
{
    /// <summary>Reads the whole body; the body must then be held.</summary>
    public virtual bool ReadsBody => false;

    /// <summary>Appends how many values there are, and each.</summary>
    /// <exception cref="MappingException">The body is not the JSON that the source needs.</exception>
    public abstract void Append(RestCall call, ref CacheKeyBuffer key);

    protected static void AppendAll(StringValues values, ref CacheKeyBuffer key)
    {
        key.AppendCount(values.Count);
        foreach (var value in values)
        {
            key.AppendValue(value);
        }
    }
}

/// <summary><c>method.request.path.{name}</c>.</summary>
internal sealed class PathKeyPart(string name) : CacheKeyPart
{
    public override void Append(RestCall call, ref CacheKeyBuffer key)
    {
        if (call.Path.Find(name) is { } value)
        {
            key.AppendCount(1);
            key.AppendValue(value);
        }
        else
        {
            key.AppendCount(0);
        }
    }
}

/// <summary>
/// <c>method.request.querystring.{name}</c>, single or multi-value: every value counts. A backend that gets the whole
/// query sees every value, and an entry that was made from one list must not answer for another.
/// </summary>
internal sealed class QueryKeyPart(string name) : CacheKeyPart
{
    // A name that no encoding changes is looked for in the raw query, without parsing all of it.
    private readonly bool _isPlain = PercentEncoding.EncodeQuery(name) == name;

    public override void Append(RestCall call, ref CacheKeyBuffer key)
    {
        var query = call.Request.RawQuery;
        if (query.IsEmpty)
        {
            key.AppendCount(0);
        }
        else if (_isPlain && query.IndexOfAny("%+;") < 0)
        {
            AppendRaw(query, ref key);
        }
        else
        {
            AppendAll(call.Request.Query.FindAll(name), ref key);
        }
    }

    private void AppendRaw(ReadOnlySpan<char> query, ref CacheKeyBuffer key)
    {
        var count = 0;
        foreach (var range in query.Split('&'))
        {
            count += IsNamed(query[range]) ? 1 : 0;
        }

        key.AppendCount(count);
        if (count == 0)
        {
            return;
        }

        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (IsNamed(pair))
            {
                key.AppendValue(pair.Length == name.Length ? default : pair[(name.Length + 1)..]);
            }
        }
    }

    private bool IsNamed(ReadOnlySpan<char> pair) =>
        pair.StartsWith(name, StringComparison.Ordinal)
        && (pair.Length == name.Length || pair[name.Length] == '=');
}

/// <summary>
/// <c>method.request.header.{name}</c>, single or multi-value: every value counts, as with a query.
/// </summary>
/// <remarks>
/// Mapping looks names up by their exact spelling (sheet §1.4), so a header in another spelling is absent to it, while
/// a proxied backend gets it all the same. The key tells the two apart: neither answers for the other.
/// </remarks>
internal sealed class HeaderKeyPart(string name) : CacheKeyPart
{
    private readonly bool _isGatewaysOwn = name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || name.Equals(TraceIdentity.HeaderName, StringComparison.OrdinalIgnoreCase);

    public override void Append(RestCall call, ref CacheKeyBuffer key)
    {
        var received = call.Request.Http.Request.Headers[name];
        if (received.Count == 0 && !_isGatewaysOwn)
        {
            key.AppendCount(0);
            return;
        }

        var visible = call.Request.Headers.Find(name);
        key.AppendFixed(visible.Count == 0 ? "~" : "=");
        AppendAll(visible.Count == 0 ? received : visible, ref key);
    }
}

/// <summary><c>integration.request.{location}.{name}</c>: what the mapping gives that target.</summary>
internal sealed class MappedKeyPart(ValueExpression source) : CacheKeyPart
{
    public override bool ReadsBody => source.ReadsBody;

    public override void Append(RestCall call, ref CacheKeyBuffer key) =>
        AppendAll(source.Read(new MappingScope(call.Request, call)), ref key);
}

/// <summary>A target that nothing maps: the same for every call.</summary>
internal sealed class AbsentKeyPart : CacheKeyPart
{
    public override void Append(RestCall call, ref CacheKeyBuffer key) => key.AppendCount(0);
}
