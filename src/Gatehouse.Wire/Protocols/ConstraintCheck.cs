using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Wire.Contracts;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Wire.Protocols;

/// <summary>
/// The layer of checks that AWS runs before an operation sees its input: required members and enumerations, every
/// violation
/// told at once in Coral's words (rest-control-plane §1.7).
/// </summary>
public sealed class ConstraintCheck(WireDialect dialect)
{
    /// <exception cref="ServiceFaultException">ValidationException, 400.</exception>
    public void Run(OperationContract operation, JsonObject members, ReadOnlyMemory<byte> payload)
    {
        if (dialect.RefusesPlainly)
        {
            PlainConstraints.Run(operation, members);
            return;
        }

        var violations = new List<string>();
        var prefix = dialect.QualifiesBodyMembers ? $"{LowerFirst(operation.Name)}Input." : "";
        foreach (var member in operation.Input.Members)
        {
            var location = member.RequestLocation;
            if (location == MemberLocation.Payload && member.Target is not StructureShape)
            {
                CheckPayload(member, payload, violations);
                continue;
            }

            var isInBody = location is MemberLocation.Body or MemberLocation.Payload;
            Check(member, members[member.Name], (isInBody ? prefix : "") + NameOf(member), violations);
        }

        if (violations.Count == 0)
        {
            return;
        }

        var plural = violations.Count == 1 ? "" : "s";
        throw new ServiceFaultException(
            dialect.ConstraintCode,
            400,
            $"{violations.Count} validation error{plural} detected: "
            + string.Join("; ", violations.Take(ProtocolLimits.ReportedViolations)));
    }

    private void CheckPayload(Member member, ReadOnlyMemory<byte> payload, List<string> violations)
    {
        if (member.Required && payload.IsEmpty)
        {
            violations.Add(IsNull(NameOf(member)));
        }
    }

    private void Check(Member member, JsonNode? value, string path, List<string> violations)
    {
        if (value is null)
        {
            if (member.Required)
            {
                violations.Add(IsNull(path));
            }

            return;
        }

        CheckValue(member.Target, value, path, dialect.LongTexts.Contains(member.Name), violations);
        foreach (var constraint in dialect.Constraints)
        {
            if (constraint.Member == member.Name && constraint.IsFor(path) && value is JsonValue text
                && !constraint.IsMet(text.ToString()))
            {
                violations.Add(Violation(text.ToString(), path, constraint.Text));
            }
        }
    }

    private void CheckValue(Shape shape, JsonNode? value, string path, bool mayBeLong, List<string> violations)
    {
        switch (shape, value)
        {
            case ({ Kind: ShapeKind.String }, JsonValue text):
                if (!mayBeLong)
                {
                    CheckLength(text.ToString(), path, violations);
                }

                break;
            case (EnumShape known, JsonValue text) when !known.Allows(text.ToString()):
                violations.Add(Violation(text.ToString(), path, EnumText(known)));
                break;
            case (ListShape { Element: EnumShape known }, JsonArray list):
                // A list of enumerated values is told as a whole.
                if (list.Any(element => !known.Allows(element!.ToString())))
                {
                    violations.Add(Violation(
                        $"[{string.Join(", ", list.Select(element => element!.ToString()))}]",
                        path,
                        $"Member must satisfy constraint: [{EnumText(known)}]"));
                }

                break;
            case (ListShape { Element: var element }, JsonArray list):
                for (var index = 0; index < list.Count; index++)
                {
                    CheckValue(element, list[index], $"{path}.{index + 1}.member", mayBeLong, violations);
                }

                break;
            case (MapShape map, JsonObject entries):
                foreach (var (key, entry) in entries)
                {
                    CheckLength(key, path, violations);
                    CheckValue(map.Value, entry, $"{path}.{Shown(key)}.member", mayBeLong, violations);
                }

                break;
            case (StructureShape structure, JsonObject members):
                foreach (var member in structure.Members)
                {
                    Check(member, members[member.Name], $"{path}.{NameOf(member)}", violations);
                }

                break;
        }
    }

    private void CheckLength(string text, string path, List<string> violations)
    {
        if (text.Length > dialect.LongestText)
        {
            violations.Add(
                Violation(text, path, $"Member must have length less than or equal to {dialect.LongestText}"));
        }
    }

    private string EnumText(EnumShape shape)
    {
        var values = dialect.EnumTexts.GetValueOrDefault(shape.Name) ?? string.Join(", ", shape.Values);
        return $"Member must satisfy enum value set: [{values}]";
    }

    private static string Violation(string value, string path, string constraint) =>
        $"Value '{Shown(value)}' at '{path}' failed to satisfy constraint: {constraint}";

    /// <summary>A refusal does not send a caller's whole text back.</summary>
    private static string Shown(string value) => value.Length > ProtocolLimits.ShownCharacters
        ? string.Concat(value.AsSpan(0, ProtocolLimits.ShownCharacters), "...")
        : value;

    private static string IsNull(string path) =>
        $"Value null at '{path}' failed to satisfy constraint: Member must not be null";

    private static string NameOf(Member member) => LowerFirst(member.Name);

    private static string LowerFirst(string name) =>
        new StringBuilder(name).Replace(name[0], char.ToLowerInvariant(name[0]), 0, 1).ToString();
}
