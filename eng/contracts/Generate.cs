// Turns the dumped schemas of the pinned AWS SDK packages into src/Gatehouse.Wire/Contracts/*.g.cs.
// Usage: dotnet run Generate.cs -- CONTRACTS_FOLDER TARGET_FOLDER   (./generate does the whole walk)
//
// The runtime schemas say shapes, wire names, HTTP bindings and how many members are required. They leave out what a
// JavaScript client does not need: enum values, the widths of numbers and the errors of each operation. Those are read
// from the same package's type declarations: enums.d.ts and models, and the worked example of each command.
#:property PublishAot=false
#:property TreatWarningsAsErrors=true

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

var (folder, target) = (args[0], args[1]);
var services = File.ReadLines(Path.Combine(folder, "services.txt"))
    .Where(line => line.Length > 0 && line[0] != '#')
    .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    .OrderBy(columns => columns[0], StringComparer.Ordinal)
    .ToList();

foreach (var columns in services)
{
    var (id, stem, package) = (columns[0], columns[1], Path.Combine(folder, "node_modules", columns[2]));
    var schemas = Path.Combine(folder, "node_modules", id + ".schemas.json");
    using var dump = JsonDocument.Parse(File.ReadAllText(schemas));
    using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "package.json")));
    var model = new ServiceModel(dump.RootElement);
    Declarations.Apply(model, Path.Combine(package, "dist-types"));
    var header = ServiceHeader.Read(id, Path.Combine(package, "dist-es"));
    var source = $"{columns[2]} {manifest.RootElement.GetProperty("version").GetString()}";
    Output.WriteService(Path.Combine(target, stem + ".g.cs"), stem, source, ContractText.Write(header, model));
    Console.WriteLine($"{id}: {model.Operations.Count} operations, {model.Shapes.Count} shapes, from {source}");
}

Output.WriteCatalog(Path.Combine(target, "ServiceContracts.g.cs"), services);

/// <summary>
/// A reference to a type. Mutable, because declarations sharpen it: number to integer, string to an enum.
/// </summary>
internal sealed class TypeNode
{
    public string Name = "";
    public TypeNode? Element;
    public TypeNode? Key;

    public static TypeNode Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new TypeNode { Name = json.GetString()! };
        }

        return json.TryGetProperty("list", out var list)
            ? new TypeNode { Element = Read(list) }
            : new TypeNode { Key = Read(json.GetProperty("map").GetProperty("key")),
                             Element = Read(json.GetProperty("map").GetProperty("value")) };
    }

    /// <summary>The named types inside the expression.</summary>
    public IEnumerable<TypeNode> Leaves() =>
        Element is null ? [this] : [.. Element.Leaves(), .. Key?.Leaves() ?? []];

    public override string ToString() =>
        Key is not null ? $"{{{Key}:{Element}}}" : Element is not null ? $"[{Element}]" : Name;
}

internal sealed record Slot(string Name, TypeNode Type, bool Required, IReadOnlyDictionary<string, JsonElement> Traits)
{
    public static readonly IReadOnlyDictionary<string, JsonElement> NoTraits = new Dictionary<string, JsonElement>();

    public static Slot Read(JsonElement json) => new(
        json.TryGetProperty("name", out var name) ? name.GetString()! : "",
        TypeNode.Read(json.GetProperty("type")),
        json.TryGetProperty("required", out var required) && required.GetBoolean(),
        Named(json.GetProperty("traits")));

    public static IReadOnlyDictionary<string, JsonElement> Named(JsonElement traits) =>
        traits.EnumerateObject().ToDictionary(trait => trait.Name, trait => trait.Value);
}

/// <summary>
/// One shape. Lists hold one slot, maps a key and a value, simple shapes their target, structures their members.
/// </summary>
internal sealed record ShapeModel(
    string Name, string Kind, IReadOnlyDictionary<string, JsonElement> Traits, List<Slot> Slots);

internal sealed record OperationModel(
    string Name,
    string Input,
    string Output,
    IReadOnlyDictionary<string, JsonElement> Traits,
    SortedSet<string> Errors);

internal sealed class ServiceModel
{
    public SortedDictionary<string, ShapeModel> Shapes { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, OperationModel> Operations { get; } = new(StringComparer.Ordinal);
    public SortedDictionary<string, List<string>> Enums { get; } = new(StringComparer.Ordinal);

    public ServiceModel(JsonElement dump)
    {
        foreach (var shape in dump.GetProperty("shapes").EnumerateObject())
        {
            var (kind, body) = (shape.Value.GetProperty("kind").GetString()!, shape.Value);
            List<Slot> slots = kind switch
            {
                "simple" => [new Slot("", TypeNode.Read(body.GetProperty("target")), false, Slot.NoTraits)],
                "list" => [Slot.Read(body.GetProperty("element"))],
                "map" => [Slot.Read(body.GetProperty("key")), Slot.Read(body.GetProperty("value"))],
                _ => [.. body.GetProperty("members").EnumerateArray().Select(Slot.Read)],
            };
            Shapes.Add(shape.Name, new ShapeModel(shape.Name, kind, Slot.Named(body.GetProperty("traits")), slots));
        }

        foreach (var operation in dump.GetProperty("operations").EnumerateObject())
        {
            Operations.Add(operation.Name, new OperationModel(
                operation.Name,
                operation.Value.GetProperty("input").GetString()!,
                operation.Value.GetProperty("output").GetString()!,
                Slot.Named(operation.Value.GetProperty("traits")),
                new SortedSet<string>(StringComparer.Ordinal)));
        }
    }

    /// <summary>
    /// The members that a template binds as <c>{name+}</c>: only the templates tell them from plain labels.
    /// </summary>
    public HashSet<(string Shape, string Member)> GreedyLabels => Operations.Values
        .Where(operation => operation.Traits.ContainsKey("http"))
        .SelectMany(operation => Regex.Matches(operation.Traits["http"][1].GetString()!, @"\{(\w+)\+\}")
            .Select(label => (operation.Input, label.Groups[1].Value)))
        .ToHashSet();

    /// <summary>
    /// The type inside: a named list's or map's element, an inline one's, or null when there is none.
    /// </summary>
    public TypeNode? ElementOf(TypeNode type) => type.Element
        ?? (Shapes.GetValueOrDefault(type.Name) is { Kind: "list" or "map" } shape ? shape.Slots[^1].Type : null);

    public TypeNode? KeyOf(TypeNode type) => type.Key
        ?? (Shapes.GetValueOrDefault(type.Name) is { Kind: "map" } shape ? shape.Slots[0].Type : null);

    public TypeNode? MemberOf(TypeNode type, string member) =>
        Shapes.TryGetValue(type.Name, out var shape) ? shape.Slots.Find(slot => slot.Name == member)?.Type : null;
}

/// <summary>What a service calls itself on the wire, read from the package's runtime configuration.</summary>
internal sealed record ServiceHeader(
    string Id,
    string SigningName,
    string EndpointPrefix,
    string ApiVersion,
    string Protocol,
    string? Target,
    string? XmlNamespace)
{
    public static ServiceHeader Read(string id, string distribution)
    {
        var runtime = File.ReadAllText(Path.Combine(distribution, "runtimeConfig.shared.js"));
        var parameters = File.ReadAllText(Path.Combine(distribution, "endpoint", "EndpointParameters.js"));
        var rules = File.ReadAllText(Path.Combine(distribution, "endpoint", "bdd.js"));
        var protocol = Find(runtime, @"protocol: config\?\.protocol \?\? (\w+)Protocol") switch
        {
            "AwsRestJson" => "restJson1",
            "AwsRestXml" or "S3RestXml" => "restXml",
            "AwsQuery" => "awsQuery",
            "AwsEc2Query" => "ec2Query",
            "AwsJson1_0" => "awsJson1_0",
            "AwsJson1_1" => "awsJson1_1",
            var other => throw new InvalidDataException($"{id} speaks {other}, which the contract text cannot say yet"),
        };
        var signing = Find(parameters, "defaultSigningName: \"([^\"]+)\"")!;
        // Amazon's hosts begin with the endpoint prefix; a service behind execute-api has none of its own.
        var hosts = Regex
            .Matches(rules, @"https://([a-z0-9-]+?)(?:-fips)?\.\{(?:Region|PartitionResult#implicitGlobalRegion)\}")
            .Select(match => match.Groups[1].Value)
            .ToList();
        var prefix = hosts.Count == 0 || hosts.Contains(signing) ? signing : hosts[0];
        var version = Find(runtime, "apiVersion: \"([^\"]+)\"")!;
        var target = protocol is "awsJson1_0" or "awsJson1_1" ? Find(runtime, "serviceTarget: \"([^\"]+)\"") : null;
        var xml = Find(runtime, "xmlNamespace: \"([^\"]+)\"");
        return new ServiceHeader(id, signing, prefix, version, protocol, target, xml);
    }

    private static string? Find(string text, string pattern) =>
        Regex.Match(text, pattern) is { Success: true } match ? match.Groups[1].Value : null;
}

/// <summary>Sharpens a model by the package's type declarations.</summary>
internal static partial class Declarations
{
    public static void Apply(ServiceModel model, string types)
    {
        ReadEnums(model, Path.Combine(types, "models", "enums.d.ts"));
        var models = Directory.EnumerateFiles(Path.Combine(types, "models"), "*.d.ts");
        foreach (var file in models.Order(StringComparer.Ordinal))
        {
            ApplyMemberTypes(model, File.ReadLines(file));
        }

        foreach (var operation in model.Operations.Values)
        {
            var lines = File.ReadAllLines(Path.Combine(types, "commands", operation.Name + "Command.d.ts"));
            ReadErrors(model, operation, lines);
            var input = lines.SkipWhile(line => !line.StartsWith(" * const input =", StringComparison.Ordinal));
            var output = lines.SkipWhile(line => !line.StartsWith(" * // {", StringComparison.Ordinal));
            ApplyExample(model, operation.Input, input);
            ApplyExample(model, operation.Output, output);
        }

        SettleNumbersOfErrors(model);
    }

    /// <summary>
    /// Examples show no errors, so the numbers that only an error holds are taken for integers: so far they are counts
    /// and positions. A number of an operation that no example shows is left, and refused when the text is written.
    /// </summary>
    private static void SettleNumbersOfErrors(ServiceModel model)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(model.Operations.Values.SelectMany(o => new[] { o.Input, o.Output }));
        while (waiting.TryPop(out var name))
        {
            if (model.Shapes.TryGetValue(name, out var shape) && reached.Add(name))
            {
                shape.Slots.SelectMany(slot => slot.Type.Leaves()).ToList().ForEach(leaf => waiting.Push(leaf.Name));
            }
        }

        var unreached = model.Shapes.Values.Where(shape => !reached.Contains(shape.Name));
        foreach (var leaf in unreached.SelectMany(shape => shape.Slots).SelectMany(slot => slot.Type.Leaves()))
        {
            leaf.Name = leaf.Name == "number" ? "integer" : leaf.Name;
        }
    }

    private static void ReadEnums(ServiceModel model, string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (Match found in EnumDeclaration().Matches(File.ReadAllText(path)))
        {
            var values = EnumValue().Matches(found.Groups[2].Value).Select(value => JsonString(value.Groups[1].Value));
            model.Enums.Add(found.Groups[1].Value, [.. values.Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>
    /// Follows interfaces, unions' member interfaces (inside a namespace) and exception classes, line by line.
    /// </summary>
    private static void ApplyMemberTypes(ServiceModel model, IEnumerable<string> lines)
    {
        var shape = new TypeNode();
        foreach (var line in lines)
        {
            if (TypeDeclaration().Match(line) is { Success: true } opened)
            {
                shape = new TypeNode { Name = opened.Groups[1].Value };
            }
            else if (MemberDeclaration().Match(line) is { Success: true } member
                && model.MemberOf(shape, member.Groups[1].Value) is { } type)
            {
                var declared = member.Groups[2].Value.Replace(" | undefined", "", StringComparison.Ordinal);
                ApplyEnum(model, type, declared.Trim());
            }
        }
    }

    private static void ApplyEnum(ServiceModel model, TypeNode type, string declared)
    {
        declared = declared.StartsWith("Partial<", StringComparison.Ordinal) ? declared[8..^1] : declared;
        if (type.Name == "string" && model.Enums.ContainsKey(declared))
        {
            type.Name = declared;
        }
        else if (declared.EndsWith("[]", StringComparison.Ordinal) && model.ElementOf(type) is { } element)
        {
            ApplyEnum(model, element, declared[..^2].Trim('(', ')'));
        }
        else if (declared.StartsWith("Record<", StringComparison.Ordinal) && model.KeyOf(type) is { } key)
        {
            var comma = declared.IndexOf(',', StringComparison.Ordinal);
            ApplyEnum(model, key, declared[7..comma]);
            ApplyEnum(model, model.ElementOf(type)!, declared[(comma + 1)..^1].Trim());
        }
    }

    private static void ReadErrors(ServiceModel model, OperationModel operation, string[] lines)
    {
        foreach (var line in lines)
        {
            if (Throws().Match(line) is { Success: true } match && model.Shapes.ContainsKey(match.Groups[1].Value))
            {
                operation.Errors.Add(match.Groups[1].Value);
            }
        }
    }

    /// <summary>
    /// Walks a command's worked example beside the shapes. It tells which kind of number each number is, and the order
    /// in which the service lists an enum's values (the declarations sort them).
    /// </summary>
    private static void ApplyExample(ServiceModel model, string root, IEnumerable<string> lines)
    {
        var open = new Stack<TypeNode?>();
        foreach (var raw in lines)
        {
            var line = raw.TrimStart(' ', '*', '/');
            if (open.Count == 0)
            {
                if (line.Contains("{}", StringComparison.Ordinal))
                {
                    return;
                }

                open.Push(new TypeNode { Name = root });
                continue;
            }

            if (line.Length > 0 && line[0] is '}' or ']')
            {
                open.Pop();
                if (open.Count == 0)
                {
                    return;
                }

                continue;
            }

            var entry = ExampleEntry().Match(line);
            var container = open.Peek();
            var (name, value) = (entry.Groups[1].Value.Trim('"'), entry.Groups[2].Value);
            var slot = container is null ? null : model.ElementOf(container) ?? model.MemberOf(container, name);
            if (ExampleOpens().IsMatch(value))
            {
                open.Push(slot);
            }
            else if (ExampleNumber().Match(value) is { Success: true } number && slot is { Name: "number" })
            {
                slot.Name = number.Groups[1].Value == "int" ? "integer" : number.Groups[1].Value;
            }
            else if (slot is not null && model.Enums.TryGetValue(slot.Name, out var values))
            {
                var listed = ExampleString().Matches(value).Select(match => JsonString(match.Value)).ToList();
                model.Enums[slot.Name] = listed.ToHashSet().SetEquals(values) ? listed : values;
            }
        }
    }

    private static string JsonString(string literal) => JsonDocument.Parse(literal).RootElement.GetString()!;

    [GeneratedRegex(@"export declare const (\w+): \{\n(.*?)\n\};", RegexOptions.Singleline)]
    private static partial Regex EnumDeclaration();

    [GeneratedRegex("^    readonly [^:]+: (\"(?:[^\"\\\\]|\\\\.)*\");", RegexOptions.Multiline)]
    private static partial Regex EnumValue();

    [GeneratedRegex(@"^export (?:interface|declare class|declare namespace) (\w+)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^ +(\w+)\??: ([^()]+|.*\(\w+\)\[\][^()]*);$")]
    private static partial Regex MemberDeclaration();

    [GeneratedRegex(@"@throws \{@link (\w+)\}")]
    private static partial Regex Throws();

    [GeneratedRegex("^(?:(\"[^\"]*\"|[\\w$-]+): )?(.*)$")]
    private static partial Regex ExampleEntry();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex ExampleString();

    [GeneratedRegex(@"^[{\[]\s*(?://.*)?$")]
    private static partial Regex ExampleOpens();

    [GeneratedRegex("^Number\\(\"(\\w+)\"\\)")]
    private static partial Regex ExampleNumber();
}

/// <summary>Writes the compact text that ContractReader (in Gatehouse.Wire) reads; the grammar is told there.</summary>
internal static class ContractText
{
    public static string Write(ServiceHeader header, ServiceModel model)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"service {header.Id} {header.Protocol} {header.ApiVersion}");
        text.Append(CultureInfo.InvariantCulture, $" signing={header.SigningName} endpoint={header.EndpointPrefix}");
        text.Append(header.Target is null ? "" : $" target={header.Target}");
        text.Append(header.XmlNamespace is null ? "" : $" xmlns={header.XmlNamespace}").Append('\n');
        foreach (var operation in model.Operations.Values)
        {
            text.Append('\n').Append(Operation(operation));
        }

        text.Append(model.Enums.Count > 0 ? "\n" : "");
        foreach (var (name, values) in model.Enums)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nenum {name} {string.Join('|', values)}");
        }

        text.Append('\n');
        var greedy = model.GreedyLabels;
        foreach (var shape in model.Shapes.Values)
        {
            AppendShape(text, header.Protocol, shape, greedy);
        }

        return text.ToString();
    }

    private static string Operation(OperationModel operation)
    {
        var http = operation.Traits.TryGetValue("http", out var route)
            ? $"{route[0]} {route[1]} {route[2]}"
            : "POST / 200";
        var host = operation.Traits.TryGetValue("endpoint", out var endpoint) ? " host=" + endpoint[0].GetString() : "";
        var errors = string.Concat(operation.Errors.Select(error => " " + error));
        RefuseUnknown(operation.Name, operation.Traits.Keys, ["http", "endpoint", "idempotent", "httpChecksum"]);
        return $"operation {operation.Name} {http} {operation.Input} {operation.Output}{host}{errors}";
    }

    private static void AppendShape(
        StringBuilder text, string protocol, ShapeModel shape, HashSet<(string Shape, string Member)> greedy)
    {
        var sensitive = shape.Traits.ContainsKey("sensitive") ? " sensitive" : "";
        var streaming = shape.Traits.ContainsKey("streaming") ? " streaming" : "";
        RefuseUnknown(shape.Name, shape.Traits.Keys,
            ["sensitive", "streaming", "error", "httpError", "awsQueryError", "xmlName", "xmlNamespace", "sparse"]);
        text.Append('\n').Append(shape.Kind).Append(' ').Append(shape.Name);
        if (shape.Kind == "error")
        {
            var client = shape.Traits["error"].GetString() == "client";
            var query = shape.Traits.TryGetValue("awsQueryError", out var code) ? code : default;
            var status = query.ValueKind == JsonValueKind.Array ? query[1].GetInt32()
                : shape.Traits.TryGetValue("httpError", out var declared) ? declared.GetInt32() : client ? 400 : 500;
            text.Append(CultureInfo.InvariantCulture, $" {status} {(client ? "client" : "server")}");
            text.Append(query.ValueKind == JsonValueKind.Array ? $" code={query[0].GetString()}" : "");
        }

        if (shape.Kind is "simple" or "list" or "map")
        {
            text.AppendJoin("", shape.Slots.Select(slot => $" {slot.Type}"));
            var names = shape.Kind == "map" ? new[] { "key", "value" } : ["item"];
            text.AppendJoin("", shape.Slots.Select((slot, i) =>
                WireName(protocol, slot) is { } name ? $" {names[i]}={name}" : ""));
        }

        text.Append(sensitive).Append(streaming);
        if (shape.Kind is "structure" or "union" or "error")
        {
            text.AppendJoin("", shape.Slots.Select(slot => 
                $"\n  {slot.Name} {slot.Type}{Attributes(protocol, slot, greedy.Contains((shape.Name, slot.Name)))}"));
        }
    }

    private static string Attributes(string protocol, Slot slot, bool greedy)
    {
        var attributes = new StringBuilder();
        attributes.Append(slot.Required ? " required" : "");
        attributes.Append(WireName(protocol, slot) is { } wire ? " wire=" + wire : "");
        foreach (var (name, value) in slot.Traits.OrderBy(trait => trait.Key, StringComparer.Ordinal))
        {
            attributes.Append(name switch
            {
                "httpLabel" => greedy ? " greedy" : " path",
                "httpQuery" => " query=" + value.GetString(),
                "httpQueryParams" => " queryparams",
                "httpHeader" => " header=" + value.GetString(),
                "httpPrefixHeaders" => " prefix=" + value.GetString(),
                "httpPayload" => " payload",
                "httpResponseCode" => " status",
                "idempotencyToken" => " token",
                "sensitive" => " sensitive",
                "xmlFlattened" => " flat",
                "xmlAttribute" => " attribute",
                "eventPayload" => " eventpayload",
                "eventHeader" => " eventheader",
                "hostLabel" => " hostlabel",
                "jsonName" or "xmlName" or "xmlNamespace" => "",
                _ => throw new InvalidDataException($"{slot.Name} has the unknown trait {name}"),
            });
        }

        return attributes.ToString();
    }

    /// <summary>Each protocol family has its own renaming trait, and ignores the other's.</summary>
    private static string? WireName(string protocol, Slot slot)
    {
        var trait = protocol switch
        {
            "restJson1" => "jsonName",
            "awsQuery" or "ec2Query" or "restXml" => "xmlName",
            _ => "",
        };
        return slot.Traits.TryGetValue(trait, out var name) && name.GetString() != slot.Name ? name.GetString() : null;
    }

    private static void RefuseUnknown(string owner, IEnumerable<string> traits, string[] known)
    {
        if (traits.Except(known).ToList() is { Count: > 0 } unknown)
        {
            throw new InvalidDataException($"{owner} has unknown traits: {string.Join(", ", unknown)}");
        }
    }
}

internal static class Output
{
    public static void WriteService(string path, string stem, string source, string text)
    {
        if (Regex.Match(text, @"[ \[{:]number\b") is { Success: true } match)
        {
            var start = text.LastIndexOf('\n', match.Index) + 1;
            var line = text[start..text.IndexOf('\n', match.Index)];
            throw new InvalidDataException($"No example tells the width of: {line}");
        }

        File.WriteAllText(path, $$"""""
            // <auto-generated>Written by eng/contracts/generate from {{source}}; do not edit.</auto-generated>
            namespace Gatehouse.Wire.Contracts;

            /// <summary>The contract of one service, read from its text at first use.</summary>
            public static class {{stem}}Contract
            {
                private static readonly global::System.Lazy<ServiceContract> Loaded =
                    new(static () => ContractReader.Read(Text));

                /// <summary>The contract; the same instance for every caller.</summary>
                public static ServiceContract Contract => Loaded.Value;

                private static global::System.ReadOnlySpan<byte> Text => """
            {{text}}
            """u8;
            }

            """"");
    }

    public static void WriteCatalog(string path, List<string[]> services)
    {
        var ids = string.Join(", ", services.Select(columns => $"\"{columns[0]}\""));
        var arms = string.Concat(services.Select(c => $"        \"{c[0]}\" => {c[1]}Contract.Contract,\n"));
        File.WriteAllText(path, $$"""
            // <auto-generated>Written by eng/contracts/generate from its services.txt; do not edit.</auto-generated>
            #nullable enable
            namespace Gatehouse.Wire.Contracts;

            /// <summary>Every generated contract by its service's id.</summary>
            public static class ServiceContracts
            {
                /// <summary>The ids of all services, in ordinal order.</summary>
                public static global::System.Collections.Immutable.ImmutableArray<string> Ids { get; } = [{{ids}}];

                /// <summary>
                /// The contract of a service, loaded at first use; null when there is none of that id.
                /// </summary>
                public static ServiceContract? Find(string id) => id switch
                {
            {{arms}}        _ => null,
                };
            }

            """);
    }
}
