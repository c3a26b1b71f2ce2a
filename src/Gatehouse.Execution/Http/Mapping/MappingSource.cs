using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Http.Records;
using Gatehouse.Execution.Records;
using Gatehouse.Model.ApisV2;
using Microsoft.Extensions.Primitives;
using System.Text;

namespace Gatehouse.Execution.Http.Mapping;

/// <summary>Where a mapped value comes from (http-api §11.1, §11.2), compiled.</summary>
internal abstract class MappingSource
{
    public virtual bool ReadsRequestBody => false;

    public virtual bool ReadsAnswerBody => false;

    /// <returns><see langword="null"/> when it cannot be resolved.</returns>
    public abstract string? Read(RouteCall call);

    /// <summary>
    /// The value as it goes into a backend's path. What a client chose stays one segment of it, unless the author gave the
    /// whole path to the client (security sheet §11.9).
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="isWhole">The value is the whole path.</param>
    public virtual string? ReadForPath(RouteCall call, bool isWhole) =>
        Read(call) is not { } value ? null
        : isWhole ? PercentEncoding.EncodePath(value)
        : PercentEncoding.EncodeSegment(value);

    /// <summary>The bytes of the value: those of a whole body are not touched.</summary>
    public virtual ReadOnlyMemory<byte>? ReadBytes(RouteCall call) =>
        Read(call) is { } value ? Encoding.UTF8.GetBytes(value) : null;

    protected static string? Join(StringValues values) => values.Count == 0 ? null : string.Join(',', values.ToArray());
}

/// <summary>Text that publishing settled: a literal, or a stage variable.</summary>
internal sealed class LiteralSource(string text) : MappingSource
{
    public string Text { get; } = text;

    public override string? Read(RouteCall call) => Text;

    /// <summary>What the author encoded stays encoded.</summary>
    public override string? ReadForPath(RouteCall call, bool isWhole) => PercentEncoding.EncodeRawPath(Text);
}

/// <summary>A source that is never there: an unknown name, an undefined stage variable, a reserved header.</summary>
internal sealed class AbsentSource : MappingSource
{
    public static readonly AbsentSource Instance = new();

    public override string? Read(RouteCall call) => null;
}

/// <summary><c>$request.header.{name}</c>: in any case, all values joined with commas.</summary>
internal sealed class RequestHeaderSource(string name) : MappingSource
{
    public override string? Read(RouteCall call) => Join(call.Request.Http.Request.Headers[name]);
}

/// <summary><c>$request.querystring.{name}</c>: case counts, all values joined with commas.</summary>
internal sealed class RequestQuerySource(string name) : MappingSource
{
    public override string? Read(RouteCall call) => Join(ClientQuery.Of(call.Request).FindAll(name));
}

/// <summary><c>$request.path</c>: without the stage.</summary>
internal sealed class RequestPathSource : MappingSource
{
    public override string? Read(RouteCall call) =>
        PercentEncoding.Decode(call.Request.RoutePath, isPlusSpace: false);

    /// <summary>What the client encoded stays encoded.</summary>
    public override string? ReadForPath(RouteCall call, bool isWhole) => PercentEncoding.EncodeRawPath(call.Request.Path);
}

/// <summary><c>$request.path.{variable}</c>.</summary>
internal sealed class PathVariableSource(string name) : MappingSource
{
    public override string? Read(RouteCall call) => call.Path.Find(name);

    public override string? ReadForPath(RouteCall call, bool isWhole) => call.Path.FindForPath(name);
}

/// <summary><c>$request.body</c> whole, or what a path finds in its first 100 KB.</summary>
internal sealed class RequestBodySource(BodyPath? path) : MappingSource
{
    public override bool ReadsRequestBody => true;

    public override string? Read(RouteCall call) =>
        path is null ? Encoding.UTF8.GetString(call.Body.Span) : path.Read(call.Body.Span);

    public override ReadOnlyMemory<byte>? ReadBytes(RouteCall call) => path is null ? call.Body : base.ReadBytes(call);
}

/// <summary><c>$response.header.{name}</c>.</summary>
internal sealed class AnswerHeaderSource(string name) : MappingSource
{
    public override string? Read(RouteCall call) => Join(call.Request.Http.Response.Headers[name]);
}

/// <summary><c>$response.body</c> whole, or what a path finds in its first 100 KB.</summary>
internal sealed class AnswerBodySource(BodyPath? path) : MappingSource
{
    public override bool ReadsAnswerBody => true;

    public override string? Read(RouteCall call) =>
        path is null ? Encoding.UTF8.GetString(call.Answer.Span) : path.Read(call.Answer.Span);
}

/// <summary><c>$context.{name}</c>.</summary>
internal sealed class ContextSource(OutcomeReader<HttpOutcome> reader) : MappingSource
{
    public override string? Read(RouteCall call) => reader(new HttpOutcome(call.Request, call));
}

/// <summary>Text with braced sources in it: <c>a ${request.header.b} c</c>. A part that is absent leaves nothing.</summary>
internal sealed class MixedSource(MappingSource[] parts) : MappingSource
{
    public override bool ReadsRequestBody => Array.Exists(parts, static part => part.ReadsRequestBody);

    public override bool ReadsAnswerBody => Array.Exists(parts, static part => part.ReadsAnswerBody);

    /// <summary>Unconfirmed what AWS does when one of several sources is absent: ours leaves its place empty, unless all
    /// are.</summary>
    public override string? Read(RouteCall call) => Concat(parts.Select(part => (part, part.Read(call))));

    public override string? ReadForPath(RouteCall call, bool isWhole) =>
        Concat(parts.Select(part => (part, part.ReadForPath(call, isWhole: false))));

    private static string? Concat(IEnumerable<(MappingSource Part, string? Value)> values)
    {
        var all = values.ToList();
        return all.TrueForAll(static one => one.Part is LiteralSource || one.Value is null)
            && all.Exists(static one => one.Part is not LiteralSource)
                ? null
                : string.Concat(all.Select(static one => one.Value));
    }
}
