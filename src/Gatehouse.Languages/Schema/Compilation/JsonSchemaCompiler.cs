using System.Text.Json;
using Gatehouse.Languages.Schema.Runtime;
using Gatehouse.Languages.Schema.Syntax;

namespace Gatehouse.Languages.Schema.Compilation;

/// <summary>
/// Compiles the schemas of one API. What several models refer to is compiled once and shared by their programs. For one
/// thread; the programs are for all.
/// </summary>
/// <remarks>Works through a queue, not by recursion: how deep references chain is not bounded by a stack.</remarks>
public sealed class JsonSchemaCompiler
{
    private readonly ModelSchemas? _models;
    private readonly Dictionary<(string ApiId, string Name), SchemaDocument?> _documents = [];
    private readonly Dictionary<SchemaValue, SchemaNode> _nodes = [];
    private readonly Dictionary<SchemaValue, (SchemaDocument Document, SchemaValue Schema)> _targets = [];
    private readonly Queue<(SchemaDocument Document, SchemaValue Schema, SchemaNode Node)> _waiting = [];
    private readonly SortedSet<string> _unsupported = new(StringComparer.Ordinal);

    public JsonSchemaCompiler(ModelSchemas? models = null) => _models = models;

    /// <summary>
    /// Members that are no keywords of draft 4, in the schemas that were compiled so far; not in those they refer to.
    /// </summary>
    public IReadOnlyCollection<string> UnsupportedKeywords => _unsupported;

    /// <exception cref="SchemaException">The schema is not valid, or a reference leads nowhere.</exception>
    public JsonSchemaProgram Compile(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Compile(new SchemaDocument(SchemaText.Parse(schema)));
    }

    /// <summary>Compiles a model by its name.</summary>
    /// <returns><see langword="null"/> when there is no such model.</returns>
    /// <exception cref="SchemaException">The schema is not valid, or a reference leads nowhere.</exception>
    public JsonSchemaProgram? CompileModel(string apiId, string name) =>
        Document(apiId, name) is { } document ? Compile(document) : null;

    /// <summary>The node of a schema, perhaps still to be filled.</summary>
    internal SchemaNode NodeOf(SchemaDocument document, SchemaValue schema)
    {
        (document, schema) = Follow(document, schema);
        if (schema.Kind != JsonValueKind.Object)
        {
            throw document.Text.Fault(SchemaProblem.Syntax, "A schema must be an object", schema);
        }
        if (_nodes.TryGetValue(schema, out var known))
        {
            return known;
        }
        if (_nodes.Count >= SchemaLimits.Subschemas)
        {
            throw document.Text.Fault(SchemaProblem.Limit, "The schemas have too many subschemas", schema);
        }
        var node = new SchemaNode();
        _nodes.Add(schema, node);
        _waiting.Enqueue((document, schema, node));
        return node;
    }

    private JsonSchemaProgram Compile(SchemaDocument document)
    {
        try
        {
            var root = NodeOf(document, document.Root);
            while (_waiting.TryDequeue(out var next))
            {
                if (next.Document == document)
                {
                    _unsupported.UnionWith(SchemaKeywords.Unknown(next.Schema));
                }
                new NodeCompiler(this, next.Document, next.Schema).Fill(next.Node);
            }
            SameValueNesting.Check(root, document.Text);
            return new JsonSchemaProgram(root);
        }
        catch (SchemaException)
        {
            // What was begun must not be taken for finished by the next schema.
            _nodes.Clear();
            _waiting.Clear();
            throw;
        }
    }

    /// <summary>Follows references to the schema that says something.</summary>
    private (SchemaDocument Document, SchemaValue Schema) Follow(SchemaDocument document, SchemaValue schema)
    {
        HashSet<SchemaValue>? passed = null;
        // Beside a $ref every other member is ignored (draft 4 core §7).
        while (schema.Kind == JsonValueKind.Object && schema.Find("$ref") is { Kind: JsonValueKind.String } reference)
        {
            if (_targets.TryGetValue(schema, out var known))
            {
                (document, schema) = known;
                break;
            }
            if (!(passed ??= []).Add(schema))
            {
                throw document.Text.Fault(
                    SchemaProblem.Reference, $"The reference \"{reference.Text}\" leads back to itself", reference);
            }
            (document, schema) = Resolve(document, schema, reference);
        }
        foreach (var one in passed ?? [])
        {
            _targets[one] = (document, schema); // a chain is walked once, however many enter it
        }
        return (document, schema);
    }

    private (SchemaDocument Document, SchemaValue Schema) Resolve(
        SchemaDocument document, SchemaValue from, SchemaValue reference)
    {
        if (document.Find(from, reference.Text) is { } inside)
        {
            return (document, inside);
        }
        if (ModelReference.TryParse(reference.Text) is { } model && Document(model.ApiId, model.Name) is { } other
            && SchemaDocument.FindPointer(other.Root, model.Fragment) is { } outside)
        {
            return (other, outside);
        }
        throw document.Text.Fault(
            SchemaProblem.Reference, $"The reference \"{reference.Text}\" leads nowhere", reference, reference.Text);
    }

    private SchemaDocument? Document(string apiId, string name)
    {
        if (_documents.TryGetValue((apiId, name), out var known))
        {
            return known;
        }
        var document = _models?.Invoke(apiId, name) is { } text ? new SchemaDocument(SchemaText.Parse(text)) : null;
        _documents.Add((apiId, name), document);
        return document;
    }
}
