using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Identity.Policies;

namespace Gatehouse.Tests.Identity.Policies;

/// <summary>
/// The policy language once more, written apart from the engine and straight from the sheet (security §2): slow, with
/// regular expressions and dictionaries, and nothing shared with what it checks. Documents are taken to be valid.
/// </summary>
internal sealed class ReferenceEvaluator(Principal principal, string action, string resource, Dictionary<string, List<string>> context)
{
    /// <returns>"deny", "allow" or "", and how directly the strongest Allow names the caller (3 itself, 2 its role, 1 its account).</returns>
    public (string Effect, int Grant) Policy(string json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        var has2012 = root["Version"]?.GetValue<string>() == "2012-10-17";
        var statements = root["Statement"] is JsonArray list ? list.Select(s => s!.AsObject()).ToList() : [root["Statement"]!.AsObject()];
        var best = 0;
        foreach (var statement in statements.OrderBy(s => s["Effect"]!.GetValue<string>() == "Deny" ? 0 : 1))
        {
            var isDeny = statement["Effect"]!.GetValue<string>() == "Deny";
            var grant = Grant(statement, isDeny);
            if (grant > 0 && ActionMatches(statement) && ResourceMatches(statement, has2012) && Conditions(statement, has2012))
            {
                if (isDeny)
                {
                    return ("deny", 0);
                }

                best = Math.Max(best, grant);
            }
        }

        return best > 0 ? ("allow", best) : ("", 0);
    }

    /// <summary>The whole decision of §2.5.</summary>
    public bool Decide(List<string> identity, string? boundary, List<string> session, string? resourcePolicy, string resourceAccount)
    {
        var all = new List<string>(identity);
        all.AddRange(session);
        if (boundary is not null)
        {
            all.Add(boundary);
        }

        if (resourcePolicy is not null)
        {
            all.Add(resourcePolicy);
        }

        if (all.Any(policy => Policy(policy).Effect == "deny"))
        {
            return false;
        }

        var grant = resourcePolicy is null ? 0 : Policy(resourcePolicy).Grant;
        if (principal.Kind == PrincipalKind.Anonymous)
        {
            return grant > 0;
        }

        var withinLimits = (boundary is null || Policy(boundary).Effect == "allow")
            && (session.Count == 0 || session.Any(policy => Policy(policy).Effect == "allow"));
        var ownSide = principal.Kind == PrincipalKind.Root
            || (withinLimits && identity.Any(policy => Policy(policy).Effect == "allow"));
        return principal.Account != resourceAccount ? ownSide && grant > 0
            : ownSide || grant == 3 || (grant == 2 && withinLimits);
    }

    private static List<string> Texts(JsonNode? node) => node is JsonArray array
        ? [.. array.Select(item => item!.ToString())]
        : node is null ? [] : [node.ToString()];

    private int Grant(JsonObject statement, bool isDeny)
    {
        if (statement["Principal"] is { } named)
        {
            return Levels(named).DefaultIfEmpty(0).Max();
        }

        if (statement["NotPrincipal"] is not { } except)
        {
            return 3;
        }

        var levels = Levels(except).ToHashSet();
        var star = IsSession ? 2 : 3;
        bool isSpared;
        if (levels.Contains(9))
        {
            isSpared = true;
        }
        else if (principal.Kind is PrincipalKind.User or PrincipalKind.RoleSession)
        {
            var own = principal.Kind == PrincipalKind.User
                ? new[] { levels.Contains(3), levels.Contains(1) }
                : [levels.Contains(3), levels.Contains(2), levels.Contains(1)];
            isSpared = isDeny ? own.All(x => x) : own.Any(x => x);
        }
        else
        {
            isSpared = levels.Count > 0;
        }

        return isSpared ? 0 : star;

        // Nine stands for the star here, so that an exception of everyone can be told from one of the caller.
    }

    private bool IsSession => principal.Kind == PrincipalKind.RoleSession;

    private IEnumerable<int> Levels(JsonNode named)
    {
        var isNot = named.GetPropertyName() == "NotPrincipal";
        var star = isNot ? 9 : IsSession ? 2 : 3;
        if (named is JsonValue)
        {
            yield return star;
            yield break;
        }

        foreach (var name in named.AsObject().Where(kind => kind.Key == "AWS").SelectMany(kind => Texts(kind.Value)))
        {
            if (name == "*")
            {
                yield return star;
            }

            if (principal.Account.Length > 0 && (name == principal.Account || name == $"arn:aws:iam::{principal.Account}:root"))
            {
                yield return principal.Kind == PrincipalKind.Root ? 3 : 1;
            }

            if (principal.Kind == PrincipalKind.User && name == principal.Arn)
            {
                yield return 3;
            }

            if (IsSession && name == principal.Arn)
            {
                yield return 3;
            }

            if (IsSession && name == principal.IssuerArn)
            {
                yield return 2;
            }
        }
    }

    private bool ActionMatches(JsonObject statement)
    {
        bool Any(string member) => Texts(statement[member]).Any(text => Glob(text, action, ignoreCase: true));
        return statement.ContainsKey("Action") ? Any("Action") : !Any("NotAction");
    }

    private bool ResourceMatches(JsonObject statement, bool has2012)
    {
        bool Any(string member) => Texts(statement[member]).Any(text => text == "*" || ArnGlob(text, resource, has2012) == true);
        if (statement.ContainsKey("Resource"))
        {
            return Any("Resource");
        }

        // A variable without a value: an Allow does not apply, a Deny does.
        var unresolved = Texts(statement["NotResource"]).Any(text => text != "*" && Fill(text, has2012) is null);
        return !Any("NotResource") && (!unresolved || statement["Effect"]!.GetValue<string>() == "Deny");
    }

    private bool Conditions(JsonObject statement, bool has2012) => statement["Condition"]?.AsObject().All(byOperator =>
        byOperator.Value!.AsObject().All(byKey => Condition(byOperator.Key, byKey.Key, Texts(byKey.Value), has2012))) ?? true;

    private bool Condition(string name, string key, List<string> wanted, bool has2012)
    {
        var all = name.StartsWith("ForAllValues:", StringComparison.Ordinal);
        var any = name.StartsWith("ForAnyValue:", StringComparison.Ordinal);
        var op = name[(name.IndexOf(':') + 1)..];
        var ifExists = op.EndsWith("IfExists", StringComparison.Ordinal);
        op = ifExists ? op[..^8] : op;
        var values = Values(key);
        var isEmpty = values is null || values.All(value => value.Length == 0);
        if (op == "Null")
        {
            return wanted.Any(text => bool.Parse(text) == isEmpty);
        }

        var isNegated = op.Contains("Not", StringComparison.Ordinal);
        if (values is null)
        {
            return ifExists || all || (isNegated && !any);
        }

        bool Matches(string value) => wanted.Any(text => Compare(op.Replace("Not", "", StringComparison.Ordinal), text, value, has2012));
        if (all)
        {
            return isEmpty || values.All(value => Matches(value) != isNegated);
        }

        if (any)
        {
            return !isEmpty && values.Any(value => Matches(value) != isNegated);
        }

        return (values.Count == 0 ? Matches("") : values.Any(Matches)) != isNegated;
    }

    private bool Compare(string op, string wanted, string actual, bool has2012)
    {
        switch (op)
        {
            case "StringEquals":
                return Fill(wanted, has2012)?.Select(piece => piece.Text).Aggregate("", string.Concat) == actual;
            case "StringEqualsIgnoreCase":
                return string.Equals(
                    Fill(wanted, has2012)?.Select(piece => piece.Text).Aggregate("", string.Concat), actual, StringComparison.OrdinalIgnoreCase);
            case "StringLike":
                return Fill(wanted, has2012) is { } pieces && Regex.IsMatch(actual, Pattern(pieces), RegexOptions.Singleline);
            case "Bool":
                return bool.TryParse(actual, out var flag) && flag == bool.Parse(wanted);
            case "ArnEquals" or "ArnLike":
                return ArnGlob(wanted, actual, has2012) == true;
            case "IpAddress":
                return IPAddress.TryParse(actual, out var address) && Network(wanted).Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        }

        double left, right;
        if (op.StartsWith("Date", StringComparison.Ordinal))
        {
            // The library's reader takes "6.4" for the fourth of June; the W3C's profiles begin with a year.
            if (!Regex.IsMatch(actual, @"^\d{4}-") || !DateTimeOffset.TryParse(actual, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                return false;
            }

            (left, right) = (date.ToUnixTimeMilliseconds(), DateTimeOffset.Parse(wanted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds());
        }
        else if (!double.TryParse(actual, CultureInfo.InvariantCulture, out left) || !double.TryParse(wanted, CultureInfo.InvariantCulture, out right))
        {
            return false;
        }

        return op[(op.StartsWith("Date", StringComparison.Ordinal) ? 4 : 7)..] switch
        {
            "Equals" => left == right,
            "LessThan" => left < right,
            "LessThanEquals" => left <= right,
            "GreaterThan" => left > right,
            "GreaterThanEquals" => left >= right,
            var other => throw new InvalidOperationException(other),
        };
    }

    private static IPNetwork Network(string text)
    {
        var slash = text.IndexOf('/');
        var address = IPAddress.Parse(slash < 0 ? text : text[..slash]);
        var bytes = address.GetAddressBytes();
        var bits = slash < 0 ? bytes.Length * 8 : int.Parse(text[(slash + 1)..], CultureInfo.InvariantCulture);
        for (var bit = bits; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(bytes), bits);
    }

    private List<string>? Values(string key)
    {
        var folded = key.ToLowerInvariant();
        if (context.FirstOrDefault(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)) is { Key: not null } found)
        {
            return found.Value;
        }

        var isKnown = principal.Kind != PrincipalKind.Anonymous;
        var value = folded switch
        {
            "aws:username" => principal.UserName,
            "aws:userid" => principal.UserId,
            "aws:principalarn" => isKnown ? principal.IssuerArn : null,
            "aws:principalaccount" => isKnown ? principal.Account : "anonymous",
            "aws:principaltype" => principal.Kind switch
            {
                PrincipalKind.Anonymous => "Anonymous",
                PrincipalKind.Root => "Account",
                PrincipalKind.User => "User",
                _ => "AssumedRole",
            },
            _ when folded.StartsWith("aws:principaltag/", StringComparison.Ordinal) =>
                principal.Tags.FirstOrDefault(tag => string.Equals(tag.Key, folded[17..], StringComparison.OrdinalIgnoreCase)).Value,
            _ => null,
        };
        return value is null ? null : [value];
    }

    /// <summary>Pieces of a text: those that came from variables and escapes are literal.</summary>
    private List<(string Text, bool IsLiteral)>? Fill(string text, bool has2012)
    {
        if (!has2012)
        {
            return [(text, false)];
        }

        var pieces = new List<(string, bool)>();
        var last = 0;
        foreach (var match in Regex.Matches(text, @"\$\{([^},]+)(?:, '([^']*)')?\}").OfType<System.Text.RegularExpressions.Match>())
        {
            pieces.Add((text[last..match.Index], false));
            last = match.Index + match.Length;
            var name = match.Groups[1].Value;
            if (name is "*" or "?" or "$")
            {
                pieces.Add((name, true));
                continue;
            }

            var value = Values(name) is [var single] && !IsMany(name) ? single : match.Groups[2].Success ? match.Groups[2].Value : null;
            if (value is null)
            {
                return null;
            }

            pieces.Add((value, true));
        }

        pieces.Add((text[last..], false));
        return pieces;
    }

    private static bool IsMany(string name) => name.Equals("aws:TagKeys", StringComparison.OrdinalIgnoreCase);

    private static string Pattern(List<(string Text, bool IsLiteral)> pieces) => @"\A" + string.Concat(pieces.Select(piece =>
        piece.IsLiteral ? Regex.Escape(piece.Text) : Regex.Escape(piece.Text).Replace(@"\*", ".*").Replace(@"\?", "."))) + @"\z";

    private static bool Glob(string pattern, string text, bool ignoreCase) => Regex.IsMatch(
        text, Pattern([(pattern, false)]), RegexOptions.Singleline | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));

    /// <returns><see langword="null"/> when a variable has no value.</returns>
    private bool? ArnGlob(string pattern, string arn, bool has2012)
    {
        var wanted = pattern.Split(':', 6);
        var actual = arn.Split(':', 6);
        if (actual.Length != 6)
        {
            return false;
        }

        if (Fill(wanted[5], has2012) is not { } last)
        {
            return null;
        }

        return Enumerable.Range(0, 5).All(i => Glob(wanted[i], actual[i], ignoreCase: false))
            && Regex.IsMatch(actual[5], Pattern(last), RegexOptions.Singleline);
    }
}
