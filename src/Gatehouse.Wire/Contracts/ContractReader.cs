using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gatehouse.Wire.Contracts;

/// <summary>
/// Reads the text of a generated contract. Words are parted by single spaces; a member's line is indented by two; the
/// attributes at a line's end may be left out.
/// <code>
/// service ID PROTOCOL VERSION signing=NAME endpoint=PREFIX [target=PREFIX] [xmlns=URI]
/// operation NAME METHOD TEMPLATE STATUS INPUT OUTPUT [host=PREFIX] ERROR*
/// enum NAME VALUE|VALUE|...
/// simple NAME TYPE [sensitive] [streaming]
/// list NAME TYPE [item=TAG] [sensitive]
/// map NAME TYPE TYPE [key=TAG] [value=TAG] [sensitive]
/// structure|union NAME [sensitive] [streaming]
/// error NAME STATUS client|server [code=CODE] [sensitive]
///   MEMBER TYPE [attribute]*
/// </code>
/// A TYPE is a keyword, a declared name, <c>[TYPE]</c> for a list or <c>{TYPE:TYPE}</c> for a map. The text is written
/// by a generator and compiled in, so a fault in it is a bug: it throws, and is not reported kindly.
/// </summary>
internal sealed class ContractReader
{
    private readonly List<string[]> _operations = [];
    private readonly List<ErrorContract> _errors = [];
    private readonly List<(StructureShape Shape, List<string> Members)> _structures = [];
    private readonly ShapeCatalog _shapes = new();
    private string[] _service = [];

    private ContractReader()
    {
    }

    public static ServiceContract Read(ReadOnlySpan<byte> text)
    {
        var reader = new ContractReader();
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            reader.Declare(line);
        }

        // Only now is every name known, so only now can members be resolved.
        foreach (var (shape, members) in reader._structures)
        {
            shape.Complete([.. members.Select(reader.ReadMember)]);
        }

        return reader.Assemble();
    }

    private void Declare(string line)
    {
        if (line.StartsWith("  ", StringComparison.Ordinal))
        {
            _structures[^1].Members.Add(line);
            return;
        }

        var words = line.Split(' ');
        switch (words[0])
        {
            case "service":
                _service = words;
                break;
            case "operation":
                _operations.Add(words);
                break;
            case "structure":
                Structure(words, ShapeKind.Structure);
                break;
            case "union":
                Structure(words, ShapeKind.Union);
                break;
            case "error":
                var name = words[1];
                _errors.Add(new ErrorContract(
                    name,
                    Attribute(words, "code=") ?? name,
                    int.Parse(words[2], CultureInfo.InvariantCulture),
                    words[3] == "client",
                    Structure(words, ShapeKind.Structure)));
                break;
            case "enum":
                // The only line whose last word may hold spaces.
                _shapes.Add(new EnumShape(words[1], [.. line[(words[1].Length + 6)..].Split('|')]));
                break;
            default:
                _shapes.Declare(words);
                break;
        }
    }

    private StructureShape Structure(string[] words, ShapeKind kind)
    {
        var shape = new StructureShape(words[1], kind, words.Contains("sensitive"), words.Contains("streaming"));
        _shapes.Add(shape);
        _structures.Add((shape, []));
        return shape;
    }

    private Member ReadMember(string line)
    {
        var words = line[2..].Split(' ');
        var (name, target) = (words[0], _shapes.Resolve(words[1]));
        var (location, locationName) = (MemberLocation.Body, (string?)null);
        foreach (var word in words.AsSpan(2))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            (location, locationName) = (equals < 0 ? word : word[..equals]) switch
            {
                "path" => (MemberLocation.Path, name),
                "greedy" => (MemberLocation.PathGreedy, name),
                "query" => (MemberLocation.Query, word[(equals + 1)..]),
                "queryparams" => (MemberLocation.QueryParams, null),
                "header" => (MemberLocation.Header, word[(equals + 1)..]),
                "prefix" => (MemberLocation.PrefixHeaders, word[(equals + 1)..]),
                "payload" => (MemberLocation.Payload, null),
                "status" => (MemberLocation.StatusCode, null),
                _ => (location, locationName),
            };
        }

        return new Member(name, Attribute(words, "wire=") ?? name, target)
        {
            Location = location,
            LocationName = locationName,
            Required = words.Contains("required"),
            IdempotencyToken = words.Contains("token"),
            Sensitive = target.IsSensitive || words.Contains("sensitive"),
            Flattened = words.Contains("flat"),
            XmlAttribute = words.Contains("attribute"),
            EventPayload = words.Contains("eventpayload"),
            EventHeader = words.Contains("eventheader"),
            HostLabel = words.Contains("hostlabel"),
        };
    }

    private ServiceContract Assemble()
    {
        var errors = _errors.ToFrozenDictionary(error => error.Name, StringComparer.Ordinal);
        return new ServiceContract([.. _operations.Select(words => Operation(words, errors))])
        {
            Id = _service[1],
            Protocol = Protocol(_service[2]),
            ApiVersion = _service[3],
            SigningName = Attribute(_service, "signing=")!,
            EndpointPrefix = Attribute(_service, "endpoint=")!,
            TargetPrefix = Attribute(_service, "target="),
            XmlNamespace = Attribute(_service, "xmlns="),
            ErrorsByName = errors,
            ShapesByName = _shapes.Named,
        };
    }

    private OperationContract Operation(string[] words, FrozenDictionary<string, ErrorContract> errors)
    {
        var hostPrefix = Attribute(words, "host=");
        var firstError = hostPrefix is null ? 7 : 8;
        var input = (StructureShape)_shapes.Resolve(words[5]);
        var output = (StructureShape)_shapes.Resolve(words[6]);
        return new OperationContract(words[1], input, output)
        {
            HttpMethod = words[2],
            UriTemplate = words[3],
            SuccessStatus = int.Parse(words[4], CultureInfo.InvariantCulture),
            HostPrefix = hostPrefix,
            Errors = [.. words[firstError..].Select(name => errors[name])],
        };
    }

    private static WireProtocol Protocol(string name) => name switch
    {
        "restJson1" => WireProtocol.RestJson1,
        "restXml" => WireProtocol.RestXml,
        "awsJson1_0" => WireProtocol.AwsJson10,
        "awsJson1_1" => WireProtocol.AwsJson11,
        "awsQuery" => WireProtocol.AwsQuery,
        "ec2Query" => WireProtocol.Ec2Query,
        _ => throw new FormatException($"Unknown protocol {name}."),
    };

    /// <summary>The rest of the word that begins so; null when there is none.</summary>
    internal static string? Attribute(string[] words, string prefix)
    {
        foreach (var word in words)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
            {
                return word[prefix.Length..];
            }
        }

        return null;
    }
}
