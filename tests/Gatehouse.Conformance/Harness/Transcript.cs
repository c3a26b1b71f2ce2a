using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Conformance.Harness;

/// <summary>
/// One golden file: its source, a request as bytes on the wire, and the answer that must come back.
/// </summary>
/// <remarks>
/// Lines: <c># source: …</c> where the behaviour is written down; <c>&gt;</c> request; <c>&lt;</c> status line, headers
/// that must be there with exactly this value (<c>{re:PATTERN:re}</c> for a pattern), an empty <c>&lt;</c>, the exact body;
/// <c>&lt;! Name</c> a header that must be absent. <c>{{api}}</c> and <c>{{host}}</c> are filled in on both sides.
/// Headers that a file does not name may be there.
/// </remarks>
internal sealed partial record Transcript(
    string Name, string Source, string Request, string StatusLine,
    IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<string> AbsentHeaders, string? Body)
{
    public static IEnumerable<Transcript> LoadAll() =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("tests", "Gatehouse.Conformance", "golden"), "*.http")
            .Order(StringComparer.Ordinal)
            .Select(Load);

    public static Transcript Load(string path)
    {
        var lines = File.ReadAllLines(path);
        var source = lines.First(line => line.StartsWith("# source: ", StringComparison.Ordinal))["# source: ".Length..];
        var request = lines.Where(line => line.StartsWith('>')).Select(line => Rest(line, 1)).ToList();
        var answer = lines.Where(line => line.StartsWith('<') && !line.StartsWith("<!", StringComparison.Ordinal))
            .Select(line => Rest(line, 1)).ToList();
        var blank = answer.IndexOf("");
        var headers = answer.Take(blank < 0 ? answer.Count : blank).Skip(1)
            .Select(line => line.Split(": ", 2))
            .Select(parts => new KeyValuePair<string, string>(parts[0], parts.Length > 1 ? parts[1] : ""))
            .ToList();
        var absent = lines.Where(line => line.StartsWith("<!", StringComparison.Ordinal)).Select(line => Rest(line, 2)).ToList();
        return new Transcript(
            Path.GetFileNameWithoutExtension(path), source, string.Join("\r\n", request), answer[0], headers, absent,
            blank < 0 ? null : string.Join('\n', answer.Skip(blank + 1)));
    }

    /// <summary>Every way in which the answer differs from this transcript; empty when it does not.</summary>
    public IReadOnlyList<string> Differences(RawResponse response, Func<string, string> fill)
    {
        var found = new List<string>();
        if (response.StatusLine != StatusLine)
        {
            found.Add($"status line: expected '{StatusLine}', got '{response.StatusLine}'");
        }

        foreach (var (name, expected) in Headers)
        {
            var values = response.Headers.Where(header => header.Key == name).Select(header => header.Value).ToList();
            if (!values.Exists(value => Matches(fill(expected), value)))
            {
                found.Add($"header {name}: expected '{fill(expected)}', got '{string.Join("', '", values)}'");
            }
        }

        found.AddRange(AbsentHeaders.Where(name => response.Header(name) is not null).Select(name => $"header {name} is there"));
        if (Body is not null && !Matches(fill(Body), response.Text))
        {
            found.Add($"body: expected '{fill(Body)}', got '{response.Text}'");
        }

        return found;
    }

    public override string ToString() => Name;

    private static bool Matches(string expected, string actual)
    {
        if (!expected.Contains("{re:", StringComparison.Ordinal))
        {
            return expected == actual;
        }

        var pattern = new StringBuilder("^");
        var at = 0;
        foreach (Match match in PatternPart().Matches(expected))
        {
            pattern.Append(Regex.Escape(expected[at..match.Index])).Append("(?:").Append(match.Groups[1].Value).Append(')');
            at = match.Index + match.Length;
        }

        pattern.Append(Regex.Escape(expected[at..])).Append('$');
        return Regex.IsMatch(actual, pattern.ToString(), RegexOptions.Singleline);
    }

    private static string Rest(string line, int marker) =>
        line.Length > marker && line[marker] == ' ' ? line[(marker + 1)..] : line[marker..];

    [GeneratedRegex(@"\{re:(.*?):re\}")]
    private static partial Regex PatternPart();
}
