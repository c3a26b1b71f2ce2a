namespace Gatehouse.Tests.Languages.JsonPath;

/// <summary>Paths of the corpus that find something else here, each with its reason.</summary>
internal static class JsonPathDifferences
{
    private const string LengthOfPath =
        "Jayway counts the members of what the argument leads to by changing the argument's path after it was judged " +
        "definite, and then takes the last member for the list of them.";

    private const string AfterFunction = "Jayway reads the closing bracket as a property when steps follow a function.";
    private const string Primitive = "Jayway throws; API Gateway answers null for a path that does not fit the body.";
    private const string Blank = "Jayway moves its end for the blanks and then reads past it.";

    private static readonly Dictionary<string, (string Result, string Reason)> ByPath = new(StringComparer.Ordinal)
    {
        ["$.length($.list)"] = ("definite 7", LengthOfPath),
        ["$.length($.store)"] = ("definite 2", LengthOfPath),
        ["$.length($.store.book[0])"] = ("definite 5", LengthOfPath),
        ["$.store.length($.book)"] = ("definite 4", LengthOfPath),
        ["$.store.keys().length()"] = ("definite 2", AfterFunction),
        ["$.store.book.first().title"] = ("definite \"Sayings of the Century\"", AfterFunction),
        ["$.list.sum()x"] = ("definite 11.5", AfterFunction),
        ["$.expensive[?(@ > 1)]"] = ("missing", Primitive),
        ["$.text[?(@)]"] = ("missing", Primitive),
        ["  $.text  "] = ("definite \"hello\"", Blank),
        ["$.sum( $.list , 1 )"] = ("definite 12.5", "Jayway reads the blank before the comma as part of the path."),
        ["$.mixed[?(@ empty false)]"] =
            ("list [\"1\",[1],{\"a\":1},\"abc\",\"1.0\"]", "Jayway casts an object to a collection and fails."),
        ["$.store.book[?(['a','b'] == @.tags)]"] =
            (
                "list [{\"category\":\"reference\",\"author\":\"Nigel Rees\",\"title\":\"Sayings of the Century\"," +
                "\"price\":8.95,\"tags\":[\"a\",\"b\"]}]",
                "Jayway compares the text of a constant on the left with the list on the right."),
    };

    public static string Expected(string path, string jayway) =>
        ByPath.TryGetValue(path, out var own) ? own.Result : jayway;

    public static IEnumerable<string> Paths => ByPath.Keys;
}
