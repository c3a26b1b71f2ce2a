using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Execution.Authorizers;

/// <summary>The <c>context</c> that an authorizer's function returned: in its order, as JSON and as text.</summary>
internal sealed class AuthorizerContext
{
    public static readonly AuthorizerContext Empty = new([]);

    private AuthorizerContext(ImmutableArray<AuthorizerContextEntry> entries) => Entries = entries;

    public ImmutableArray<AuthorizerContextEntry> Entries { get; }

    /// <param name="context">An object whose text stays as it is.</param>
    public static AuthorizerContext Of(JsonElement context) => new(
    [
        .. context.EnumerateObject()
            .Select(static member => new AuthorizerContextEntry(member.Name, member.Value, TextOf(member.Value))),
    ]);

    /// <returns><see langword="null"/> when there is none of that name.</returns>
    public string? Find(string name)
    {
        foreach (var entry in Entries)
        {
            if (entry.Name.Equals(name, StringComparison.Ordinal))
            {
                return entry.Text;
            }
        }

        return null;
    }

    /// <summary><c>1</c>, <c>true</c>, a text as it is, and other JSON as JSON (security §5.4, http-api §18).</summary>
    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}

/// <param name="Name">Case-sensitive.</param>
/// <param name="Value">For events of HTTP APIs, which keep the type.</param>
/// <param name="Text">For everything else.</param>
internal readonly record struct AuthorizerContextEntry(string Name, JsonElement Value, string? Text);
