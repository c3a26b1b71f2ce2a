using Gatehouse.Services.SdkGeneration.Description;

namespace Gatehouse.Services.SdkGeneration.Naming;

/// <summary>The two ways in which AWS names the method of an operation (rest-control-plane §5.3, §5.4).</summary>
internal static class OperationWords
{
    /// <summary>
    /// <c>GET /{a}/{b}/{op}</c> as <c>a b op get</c>, <c>GET /</c> as <c>root get</c>: JavaScript and mobile.
    /// </summary>
    public static List<string> VerbLast(SdkOperation operation)
    {
        var words = PathWords(operation.Path);
        return [.. words.Count == 0 ? ["root"] : words, Verb(operation)];
    }

    /// <summary><c>get a b op</c>, and <c>get api root</c>: Java, Ruby and the languages beyond AWS's.</summary>
    public static List<string> VerbFirst(SdkOperation operation)
    {
        var words = PathWords(operation.Path);
        return [Verb(operation), .. words.Count == 0 ? ["api", "root"] : words];
    }

    /// <summary>
    /// The author's own name for the operation, when it holds anything that can stand in an identifier.
    /// </summary>
    public static List<string>? Given(SdkOperation operation) =>
        operation.OperationName is { } name && Words.Split(name) is { Count: > 0 } words ? words : null;

    /// <summary>
    /// Braces, the plus of a greedy parameter and <c>- . _</c> go, and the letter after them is a capital.
    /// <c>{proxy+}</c> as <c>proxy</c> is unconfirmed (§5.3).
    /// </summary>
    private static List<string> PathWords(string path) => Words.Split(path);

    private static string Verb(SdkOperation operation) => operation.Verb.ToLowerInvariant();
}
