using System.Text.RegularExpressions;
using Shouldly;

namespace Gatehouse.Tests.Architecture;

/// <summary>What docs/STYLE.md asks for and a compiler cannot check.</summary>
public sealed partial class HabitTests
{
    private const int MaxLines = 300;

    /// <summary>One algorithm told as steps may be longer; each with its reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new(StringComparer.Ordinal);

    [Fact]
    public void A_file_of_the_product_has_at_most_300_lines()
    {
        SourceTree.Files("src")
            .Where(file => file.Lines.Length > MaxLines && !LongFiles.ContainsKey(file.Path))
            .Select(file => $"{file.Path}: {file.Lines.Length}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_type_is_named_after_an_attic()
    {
        SourceTree.Files("src")
            .SelectMany(file => file.Lines.Select(line => AtticName().Match(line)).Where(match => match.Success)
                .Select(match => $"{file.Path}: {match.Value}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_file_stands_in_the_folder_of_its_namespace()
    {
        var offenders = SourceTree.Files("src")
            .Select(file => (file.Path, Namespace: file.Lines
                .Select(line => NamespaceLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value))
            .Where(file => file.Namespace is not null)
            .Where(file => file.Namespace != string.Join('.', file.Path.Split('/')[1..^1]))
            .Select(file => $"{file.Path}: {file.Namespace}");

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Unfinished_work_is_not_committed()
    {
        SourceTree.Files("src")
            .SelectMany(file => file.Lines.Select(line => UnfinishedWork().Match(line)).Where(match => match.Success)
                .Select(match => $"{file.Path}: {match.Value}"))
            .ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+\w*(?:Helper|Util|Utils|Utilities|Manager|Common|Misc|NextGen|Legacy)\b")]
    private static partial Regex AtticName();

    [GeneratedRegex(@"^namespace ([\w.]+);")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException")]
    private static partial Regex UnfinishedWork();
}
