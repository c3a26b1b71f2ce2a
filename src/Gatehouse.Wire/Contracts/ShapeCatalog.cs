namespace Gatehouse.Wire.Contracts;

/// <summary>
/// Turns type expressions into shapes while a contract is read. Structures are added empty and completed later, which
/// is what lets shapes be cyclic; lists and maps are made when first asked for, whole and for good.
/// </summary>
internal sealed class ShapeCatalog
{
    private static readonly StructureShape Unit = new("unit", ShapeKind.Structure);

    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Shape> _unnamed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _declarations = new(StringComparer.Ordinal);

    /// <summary>Every shape that the model names.</summary>
    public IReadOnlyDictionary<string, Shape> Named
    {
        get
        {
            foreach (var name in _declarations.Keys)
            {
                Resolve(name);
            }

            return _shapes;
        }
    }

    public void Add(Shape shape) => _shapes.Add(shape.Name, shape);

    /// <summary>Keeps the words of a list, map or simple shape until somebody asks for it.</summary>
    public void Declare(string[] words) => _declarations.Add(words[1], words);

    public Shape Resolve(string type)
    {
        if (_shapes.TryGetValue(type, out var shape) || _unnamed.TryGetValue(type, out shape))
        {
            return shape;
        }

        if (_declarations.TryGetValue(type, out var words))
        {
            shape = Declared(words);
            Add(shape);
        }
        else
        {
            shape = Unnamed(type);
            _unnamed.Add(type, shape);
        }

        return shape;
    }

    private Shape Declared(string[] words)
    {
        var (name, sensitive) = (words[1], words.Contains("sensitive"));
        switch (words[0])
        {
            case "list":
                var item = ContractReader.Attribute(words, "item=") ?? "member";
                return new ListShape(name, Resolve(words[2]), item, sensitive);
            case "map":
                var key = ContractReader.Attribute(words, "key=") ?? "key";
                var value = ContractReader.Attribute(words, "value=") ?? "value";
                return new MapShape(name, Resolve(words[2]), Resolve(words[3]), key, value, sensitive);
            case "simple":
                var target = Resolve(words[2]);
                var format = target is SimpleShape simple ? simple.TimestampFormat : TimestampFormat.ProtocolDefault;
                return new SimpleShape(name, target.Kind, format, sensitive, target.IsStreaming);
            default:
                throw new FormatException($"Unknown declaration {words[0]}.");
        }
    }

    private Shape Unnamed(string type) => type[0] switch
    {
        '[' => new ListShape(type, Resolve(type[1..^1])),
        '{' => UnnamedMap(type),
        _ => Keyword(type),
    };

    /// <summary>A key is a string or an enum and never has a colon, so the first one parts key from value.</summary>
    private MapShape UnnamedMap(string type)
    {
        var colon = type.IndexOf(':', StringComparison.Ordinal);
        return new MapShape(type, Resolve(type[1..colon]), Resolve(type[(colon + 1)..^1]));
    }

    private static Shape Keyword(string keyword) => keyword switch
    {
        "string" => new SimpleShape(keyword, ShapeKind.String),
        "boolean" => new SimpleShape(keyword, ShapeKind.Boolean),
        "integer" => new SimpleShape(keyword, ShapeKind.Integer),
        "long" => new SimpleShape(keyword, ShapeKind.Long),
        "float" => new SimpleShape(keyword, ShapeKind.Float),
        "double" => new SimpleShape(keyword, ShapeKind.Double),
        "bigInteger" => new SimpleShape(keyword, ShapeKind.BigInteger),
        "bigDecimal" => new SimpleShape(keyword, ShapeKind.BigDecimal),
        "blob" => new SimpleShape(keyword, ShapeKind.Blob),
        "streamingBlob" => new SimpleShape(keyword, ShapeKind.Blob, isStreaming: true),
        "timestamp" => new SimpleShape(keyword, ShapeKind.Timestamp),
        "dateTime" => new SimpleShape(keyword, ShapeKind.Timestamp, TimestampFormat.DateTime),
        "httpDate" => new SimpleShape(keyword, ShapeKind.Timestamp, TimestampFormat.HttpDate),
        "epochSeconds" => new SimpleShape(keyword, ShapeKind.Timestamp, TimestampFormat.EpochSeconds),
        "document" => new SimpleShape(keyword, ShapeKind.Document),
        "unit" => Unit,
        _ => throw new FormatException($"Unknown type {keyword}."),
    };
}
