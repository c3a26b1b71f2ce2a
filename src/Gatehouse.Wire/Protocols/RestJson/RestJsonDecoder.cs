using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols.RestJson;

/// <summary>
/// Gathers an operation's input from path, query, headers and body, as its contract binds the members.
/// </summary>
internal sealed class RestJsonDecoder(WireDialect dialect)
{
    private readonly JsonShapeReader _reader = new(dialect);

    public DecodedRequest Decode(OperationContract operation, ProtocolRequest request)
    {
        var input = operation.Input;
        var members = new JsonObject();
        var free = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadLabels(input, request, members);
        ReadQuery(operation, request, members, free);
        ReadHeaders(input, request, members);
        var payload = ReadBody(input, request.Body, members);
        return new DecodedRequest(members, payload, free);
    }

    private static void ReadLabels(StructureShape input, ProtocolRequest request, JsonObject members)
    {
        foreach (var (name, text) in request.Labels)
        {
            if (input.Find(name) is { } member)
            {
                members[member.Name] = ScalarText.Read(member.Target, text);
            }
        }
    }

    private static void ReadQuery(
        OperationContract operation, ProtocolRequest request, JsonObject members, Dictionary<string, string> free)
    {
        if (request.RawQuery.Length == 0)
        {
            return;
        }

        var bound = operation.Input.Members
            .Where(member => member.RequestLocation == MemberLocation.Query)
            .ToDictionary(member => member.LocationName!, StringComparer.Ordinal);
        foreach (var (name, text) in QueryString.Parse(request.RawQuery))
        {
            if (!bound.TryGetValue(name, out var member))
            {
                free.TryAdd(name, text);
            }
            else if (member.Target is ListShape list)
            {
                var elements = members[member.Name] as JsonArray ?? [];
                elements.Add((JsonNode)ScalarText.Read(list.Element, text));
                members[member.Name] = elements;
            }
            else
            {
                members[member.Name] = ScalarText.Read(member.Target, text);
            }
        }

        foreach (var (name, _) in QueryString.Parse(ConstantQuery(operation.UriTemplate)))
        {
            free.Remove(name);
        }

        if (operation.Input.Members.FirstOrDefault(one => one.RequestLocation == MemberLocation.QueryParams) is { } map
            && free.Count > 0)
        {
            members[map.Name] = new JsonObject(
                free.Select(pair => new KeyValuePair<string, JsonNode?>(pair.Key, pair.Value)));
        }
    }

    private static string ConstantQuery(string template)
    {
        var question = template.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? "" : template[question..];
    }

    private static void ReadHeaders(StructureShape input, ProtocolRequest request, JsonObject members)
    {
        foreach (var member in input.Members)
        {
            switch (member.RequestLocation)
            {
                case MemberLocation.Header:
                    ReadHeader(member, request, members);
                    break;
                case MemberLocation.PrefixHeaders:
                    ReadPrefixHeaders(member, request, members);
                    break;
            }
        }
    }

    private static void ReadHeader(Member member, ProtocolRequest request, JsonObject members)
    {
        var lines = request.Headers
            .Where(header => header.Key.Equals(member.LocationName, StringComparison.OrdinalIgnoreCase))
            .Select(header => header.Value)
            .ToList();
        if (lines.Count == 0)
        {
            return;
        }

        if (member.Target is ListShape list)
        {
            var elements = lines
                .SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries))
                .Select(text => (JsonNode)ScalarText.Read(list.Element, text));
            members[member.Name] = new JsonArray([.. elements]);
        }
        else
        {
            members[member.Name] = ScalarText.Read(member.Target, lines[^1]);
        }
    }

    private static void ReadPrefixHeaders(Member member, ProtocolRequest request, JsonObject members)
    {
        var prefix = member.LocationName ?? "";
        var map = new JsonObject();
        foreach (var (name, value) in request.Headers)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                map[name[prefix.Length..]] = value;
            }
        }

        if (map.Count > 0)
        {
            members[member.Name] = map;
        }
    }

    private ReadOnlyMemory<byte> ReadBody(StructureShape input, ReadOnlyMemory<byte> body, JsonObject members)
    {
        if (input.PayloadMember is { Target.Kind: ShapeKind.Blob or ShapeKind.String })
        {
            return body;
        }

        if (body.IsEmpty)
        {
            return default;
        }

        if (input.PayloadMember is { Target: StructureShape payload } bound)
        {
            var inner = new JsonObject();
            Parse(body, root => _reader.ReadMembers(payload, root, inner, isInput: false));
            members[bound.Name] = inner;
        }
        else if (input.Members.Any(member => member.RequestLocation == MemberLocation.Body))
        {
            Parse(body, root => _reader.ReadMembers(input, root, members, isInput: true));
        }

        // An operation without body members ignores a body: some clients send {} with every call.
        return default;
    }

    private static void Parse(ReadOnlyMemory<byte> body, Action<JsonElement> read)
    {
        try
        {
            using var document = JsonDocument.Parse(
                body, new JsonDocumentOptions { MaxDepth = ProtocolLimits.JsonDepth });
            read(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw SerializationFault.Of(
                $"The request body is not valid JSON (line {failure.LineNumber + 1}, "
                + $"position {failure.BytePositionInLine + 1}).");
        }
    }
}
