using System.Buffers;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>
/// Whether a text is a selection expression (websocket-api §2.1): literals, <c>\$</c>, and variables, braced or not, of
/// the scopes that may stand where it stands (§2.2).
/// </summary>
internal static class SelectionExpressions
{
    /// <summary>The constant that every place takes bare.</summary>
    public const string Default = "$default";

    private const string Body = "request.body.";

    private const string Status = "integration.response.statuscode";

    private static readonly string[] Message = [Body];

    private static readonly string[] Answer =
        [Body, Status, "integration.response.header.", "integration.response.multivalueheader."];

    /// <summary>What a path may hold besides letters and digits; an unbraced variable ends before anything else.</summary>
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-[]*'\"@?()=<>!&|:, ");

    private static readonly SearchValues<char> BareCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-[]*");

    /// <summary>One that is read before an integration is called: of routes, of models, of request templates.</summary>
    public static bool IsOfMessage(string expression) => IsValid(expression, Message);

    /// <summary>One that is read when an integration has answered: of response templates.</summary>
    public static bool IsOfAnswer(string expression) => IsValid(expression, Answer);

    private static bool IsValid(string expression, string[] scopes)
    {
        if (expression == Default)
        {
            return true;
        }

        var rest = expression.AsSpan();
        if (rest.IsEmpty)
        {
            return false;
        }

        while (true)
        {
            var at = rest.IndexOf('$');
            if (at < 0)
            {
                return true;
            }

            var isEscaped = at > 0 && rest[at - 1] == '\\';
            rest = rest[(at + 1)..];
            if (isEscaped)
            {
                continue;
            }

            var isBraced = rest.StartsWith("{");
            var length = isBraced ? rest.IndexOf('}') : rest.IndexOfAnyExcept(BareCharacters);
            var name = isBraced
                ? length < 0 ? default : rest[1..length]
                : rest[..(length < 0 ? rest.Length : length)];
            if (name.IndexOfAnyExcept(PathCharacters) >= 0 || !IsIn(name, scopes))
            {
                return false;
            }

            rest = rest[(isBraced ? length + 1 : name.Length)..];
        }
    }

    private static bool IsIn(ReadOnlySpan<char> name, string[] scopes)
    {
        foreach (var scope in scopes)
        {
            if (scope.EndsWith('.')
                ? name.Length > scope.Length && name.StartsWith(scope, StringComparison.Ordinal)
                : name.SequenceEqual(scope))
            {
                return true;
            }
        }

        return false;
    }
}
