using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Gatehouse.Languages.Json;
using Gatehouse.Languages.Schema.Compilation;
using Gatehouse.Languages.Schema.Runtime;

namespace Gatehouse.Languages.Schema;

/// <summary>
/// A compiled JSON Schema of draft 4. Immutable and shared by all requests; validating a valid body allocates nothing.
/// </summary>
/// <remarks>
/// Differs from AWS: when a body has two members of one name, both must be valid. AWS looks at the last one, and a
/// backend may look at the first.
/// </remarks>
public sealed class JsonSchemaProgram
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = JsonLimits.MaxDepth };

    private readonly SchemaNode _root;

    internal JsonSchemaProgram(SchemaNode root) => _root = root;

    /// <summary>Compiles one schema. <paramref name="models"/> finds the other models it refers to.</summary>
    /// <exception cref="SchemaException">The schema is not valid, or a reference leads nowhere.</exception>
    public static JsonSchemaProgram Compile(string schema, ModelSchemas? models = null) =>
        new JsonSchemaCompiler(models).Compile(schema);

    public bool IsValid(ReadOnlySpan<byte> utf8) => Run(utf8) == Outcome.Valid;

    public SchemaVerdict Validate(ReadOnlyMemory<byte> utf8) => Run(utf8.Span) switch
    {
        Outcome.Valid => SchemaVerdict.Valid,
        Outcome.Unreadable => SchemaVerdict.Unreadable,
        Outcome.Exhausted => SchemaVerdict.TooExpensive,
        _ => Explain(WithoutMark(utf8)),
    };

    private Outcome Run(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8[MarkLength(utf8)..];
        if (!Utf8.IsValid(utf8))
        {
            return Outcome.Unreadable; // everything behind this line may rely on it
        }
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        var walk = new BodyWalk(utf8, SchemaLimits.Steps + utf8.Length);
        try
        {
            if (!reader.Read())
            {
                return Outcome.Unreadable;
            }
            var isValid = walk.Check(_root, ref reader);
            if (walk.IsExhausted)
            {
                return Outcome.Exhausted;
            }
            if (isValid)
            {
                reader.Read(); // Anything but white space after the value makes this throw.
            }
            return isValid ? Outcome.Valid : Outcome.Invalid;
        }
        catch (JsonException)
        {
            return Outcome.Unreadable;
        }
        catch (RegexMatchTimeoutException)
        {
            return Outcome.Exhausted;
        }
    }

    private SchemaVerdict Explain(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            // The first pass stopped at the first error; whether the rest is JSON at all comes first.
            var reader = new Utf8JsonReader(utf8.Span, ReaderOptions);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            reader.Read();
            var collector = new ErrorCollector(SchemaLimits.Steps + utf8.Length);
            collector.Collect(_root, new JsonPart(utf8[start..end]));
            if (collector.IsExhausted)
            {
                return SchemaVerdict.TooExpensive;
            }
            return collector.Errors.Count > 0
                ? new SchemaVerdict(collector.Errors)
                : throw new UnreachableException("The two passes of the validator disagree.");
        }
        catch (JsonException)
        {
            return SchemaVerdict.Unreadable;
        }
        catch (RegexMatchTimeoutException)
        {
            return SchemaVerdict.TooExpensive;
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) => utf8[MarkLength(utf8.Span)..];

    private static int MarkLength(ReadOnlySpan<byte> utf8) => utf8 is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;

    private enum Outcome
    {
        Valid = 0,
        Invalid = 1,
        Unreadable = 2,
        Exhausted = 3,
    }
}

/// <summary>Finds the schema of another model.</summary>
/// <param name="apiId">The API that the reference names; only the model's own is served.</param>
/// <param name="name">The model's name.</param>
/// <returns>The schema's text, or <see langword="null"/> when there is no such model.</returns>
public delegate string? ModelSchemas(string apiId, string name);
