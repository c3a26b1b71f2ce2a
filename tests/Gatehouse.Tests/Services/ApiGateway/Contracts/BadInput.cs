using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>What can be wrong with the input of an operation, read off its contract: one thing at a time.</summary>
internal static class BadInput
{
    public const int LongText = 600_000;

    private static readonly string[] Kinds = ["5", "\"x\"", "true", "[]", "{}"];

    /// <summary>The calls that lack one required member; labels of the path cannot be left out.</summary>
    public static IEnumerable<(string What, ContractCall Call)> Missing(ContractCall valid) =>
        from member in valid.Operation.Input.Members
        where member.Required && member.RequestLocation != MemberLocation.Path
        select (member.Name, valid.Without(member.Name));

    /// <summary>The calls in which one required text is empty.</summary>
    public static IEnumerable<(string What, ContractCall Call)> Empty(ContractCall valid) =>
        from member in valid.Operation.Input.Members
        where member.Required && member.RequestLocation is MemberLocation.Body or MemberLocation.Query
        where member.Target.Kind is ShapeKind.String or ShapeKind.Enum
        select (member.Name, valid.With(member.Name, ""));

    /// <summary>The calls in which one value of the body, at any depth, has another type than its shape.</summary>
    public static IEnumerable<(string What, ContractCall Call)> WrongType(ContractCall valid)
    {
        foreach (var member in valid.Operation.Input.Members.Where(member => member.RequestLocation == MemberLocation.Body))
        {
            foreach (var (where, wrong) in Wrong(member.Target, depth: 0))
            {
                yield return ($"{member.Name}{where} = {wrong.ToJsonString()}", valid.With(member.Name, wrong));
            }
        }
    }

    /// <summary>The calls with a query parameter that is no such number or boolean.</summary>
    public static IEnumerable<(string What, ContractCall Call)> WrongQuery(ContractCall valid) =>
        from member in valid.Operation.Input.Members
        where member.RequestLocation == MemberLocation.Query
            && member.Target.Kind is ShapeKind.Integer or ShapeKind.Boolean or ShapeKind.Long
        select (member.Name, valid.With(member.Name, "maybe"));

    /// <summary>The calls with one enumerated value that is none of its enumeration, wherever it stands.</summary>
    public static IEnumerable<(string What, ContractCall Call)> BadEnum(ContractCall valid)
    {
        foreach (var member in valid.Operation.Input.Members)
        {
            foreach (var (where, bad) in Enums(member.Target, depth: 0))
            {
                yield return (member.Name + where, valid.With(member.Name, bad));
            }
        }
    }

    /// <summary>The calls in which one text of the body is far longer than anything AWS stores.</summary>
    public static IEnumerable<(string What, ContractCall Call)> TooLong(ContractCall valid)
    {
        foreach (var member in valid.Operation.Input.Members.Where(member => member.RequestLocation == MemberLocation.Body))
        {
            foreach (var (where, text) in Texts(member.Target, valid.Members[member.Name], depth: 0))
            {
                yield return (member.Name + where, valid.With(member.Name, text));
            }
        }
    }

    private static IEnumerable<(string Where, JsonNode Value)> Wrong(Shape shape, int depth)
    {
        foreach (var kind in Kinds.Where(kind => !Fits(shape, kind)))
        {
            yield return ("", JsonNode.Parse(kind)!);
        }

        foreach (var (where, inner, wrap) in Inner(shape, depth))
        {
            foreach (var (deeper, value) in Wrong(inner, depth + 1))
            {
                yield return (where + deeper, wrap(value));
            }
        }
    }

    private static IEnumerable<(string Where, JsonNode Value)> Enums(Shape shape, int depth)
    {
        if (shape.Kind == ShapeKind.Enum)
        {
            yield return ("", "NO_SUCH_VALUE");
        }

        foreach (var (where, inner, wrap) in Inner(shape, depth))
        {
            foreach (var (deeper, value) in Enums(inner, depth + 1))
            {
                yield return (where + deeper, wrap(value));
            }
        }
    }

    private static IEnumerable<(string Where, JsonNode Value)> Texts(Shape shape, JsonNode? valid, int depth)
    {
        if (shape.Kind == ShapeKind.String)
        {
            yield return ("", new string('a', LongText));
        }

        foreach (var (where, inner, wrap) in Inner(shape, depth))
        {
            foreach (var (deeper, value) in Texts(inner, null, depth + 1))
            {
                var bad = wrap(value);
                if (bad is JsonObject changed && valid is JsonObject whole)
                {
                    // The other members of the structure stay valid: only the one text is wrong.
                    foreach (var (name, other) in whole)
                    {
                        changed.TryAdd(name, other?.DeepClone());
                    }
                }

                yield return (where + deeper, bad);
            }
        }
    }

    private static IEnumerable<(string Where, Shape Inner, Func<JsonNode, JsonNode> Wrap)> Inner(Shape shape, int depth)
    {
        switch (shape)
        {
            case ListShape list when depth < 4:
                yield return ("[0]", list.Element, value => new JsonArray(value));
                break;
            case MapShape map when depth < 4:
                yield return (".k", map.Value, value => new JsonObject { ["k"] = value });
                break;
            case StructureShape structure when depth < 4:
                foreach (var member in structure.Members)
                {
                    yield return ("." + member.Name, member.Target, value => new JsonObject { [member.WireName] = value });
                }

                break;
        }
    }

    private static bool Fits(Shape shape, string json) => shape.Kind switch
    {
        ShapeKind.String or ShapeKind.Enum or ShapeKind.Blob => json == "\"x\"",
        ShapeKind.Boolean => json == "true",
        ShapeKind.List => json == "[]",
        ShapeKind.Map or ShapeKind.Structure or ShapeKind.Union => json == "{}",
        _ => json == "5",
    };
}
