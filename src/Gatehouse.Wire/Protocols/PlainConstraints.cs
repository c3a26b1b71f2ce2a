using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols;

/// <summary>
/// Required members and enumerations as <c>apigatewayv2</c> tells of them: a BadRequestException for the first that is
/// wrong, in a sentence (http-api §1.2), where version 1 lists all of them in Coral's words.
/// </summary>
internal static class PlainConstraints
{
    /// <exception cref="ServiceFaultException">BadRequestException, 400.</exception>
    public static void Run(OperationContract operation, JsonObject members)
    {
        foreach (var member in operation.Input.Members)
        {
            if (member.RequestLocation != MemberLocation.Payload || member.Target is StructureShape)
            {
                Check(operation, member, members[member.Name]);
            }
        }
    }

    private static void Check(OperationContract operation, Member member, JsonNode? value)
    {
        if (value is not null)
        {
            CheckValue(operation, member, member.Target, value);
        }
        else if (member.Required)
        {
            throw BadRequest(
                $"Invalid request input. {operation.Name} input is missing {Words(member.Name)}.");
        }
    }

    private static void CheckValue(OperationContract operation, Member member, Shape shape, JsonNode? value)
    {
        switch (shape, value)
        {
            case (EnumShape known, JsonValue text) when !known.Allows(text.ToString()):
                throw BadRequest(
                    $"Invalid {Subject(member.Name)} specified. Must be one of "
                    + $"[{string.Join(", ", known.Values.Order(StringComparer.Ordinal))}]");
            case (ListShape list, JsonArray array):
                foreach (var element in array)
                {
                    CheckValue(operation, member, list.Element, element);
                }

                break;
            case (MapShape map, JsonObject entries):
                foreach (var (_, entry) in entries)
                {
                    CheckValue(operation, member, map.Value, entry);
                }

                break;
            case (StructureShape structure, JsonObject members):
                foreach (var inner in structure.Members)
                {
                    Check(operation, inner, members[inner.Name]);
                }

                break;
        }
    }

    /// <summary><c>ProtocolType</c> is told as <c>protocol</c>.</summary>
    private static string Subject(string name) => name == "ProtocolType" ? "protocol" : Words(name);

    /// <summary><c>AuthorizerType</c> is told as <c>authorizer type</c>.</summary>
    private static string Words(string name)
    {
        var words = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0)
            {
                words.Append(' ');
            }

            words.Append(char.ToLowerInvariant(c));
        }

        return words.ToString();
    }

    private static ServiceFaultException BadRequest(string message) => new("BadRequestException", 400, message);
}
