using System.Text;

namespace Gatehouse.Services.SdkGeneration.Naming;

/// <summary>
/// Makes identifiers of names that anybody may have chosen: only ASCII letters and digits come through, so that what
/// comes out can stand anywhere in a program.
/// </summary>
internal static class Words
{
    /// <summary>The runs of letters and digits; everything between them is dropped.</summary>
    public static List<string> Split(string name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                word.Append(character);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary><c>create-course</c> as <c>CreateCourse</c>: what is inside a word stays as it was.</summary>
    public static string Pascal(IEnumerable<string> words) => string.Concat(words.Select(Capitalise));

    /// <summary>
    /// <c>create-course</c> as <c>createCourse</c>, <c>a b op</c> as <c>aBOp</c>; a leading acronym becomes lower case
    /// as a whole.
    /// </summary>
    public static string Camel(IReadOnlyCollection<string> words) =>
        words.Count == 0 ? string.Empty : Decapitalise(words.First()) + Pascal(words.Skip(1));

    /// <summary><c>getABOp</c> as <c>get_ab_op</c>, as Amazon's SDK for Ruby spells it.</summary>
    public static string Snake(IEnumerable<string> words)
    {
        var name = Pascal(words);
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var isUpper = char.IsAsciiLetterUpper(name[i]);
            if (i > 0 && isUpper && (!char.IsAsciiLetterUpper(name[i - 1])
                || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]) && !IsPlural(name, i + 1))))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }

    /// <summary>The small letter at the end of <c>URLs</c>.</summary>
    private static bool IsPlural(string name, int at) =>
        name[at] == 's' && (at + 1 == name.Length || char.IsAsciiLetterUpper(name[at + 1]));

    public static string Capitalise(string word) =>
        word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    /// <summary>
    /// <c>ListPets</c> as <c>listPets</c>, <c>URLs</c> as <c>urls</c>, <c>APIKey</c> as <c>apiKey</c>.
    /// </summary>
    private static string Decapitalise(string name)
    {
        var upper = name.TakeWhile(char.IsAsciiLetterUpper).Count();
        return upper switch
        {
            0 => name,
            1 => char.ToLowerInvariant(name[0]) + name[1..],
            _ when upper == name.Length => name.ToLowerInvariant(),
            _ when char.IsAsciiLetterLower(name[upper]) && name[upper..] is not "s" =>
                name[..(upper - 1)].ToLowerInvariant() + name[(upper - 1)..],
            _ => name[..upper].ToLowerInvariant() + name[upper..],
        };
    }
}
