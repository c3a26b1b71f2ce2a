using System.Text.Json;
using System.Text.Unicode;

namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>
/// Reads what an authorizer's function answered. Whatever is not exactly a decision is none: nothing is guessed, and a
/// member that is named twice makes the whole answer void.
/// </summary>
internal static class AuthorizerAnswerReader
{
    private const string NoPolicy = "Could not parse policy";

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false, MaxDepth = AuthorizerLimits.AnswerDepth,
    };

    /// <param name="payload">The answer.</param>
    /// <param name="form">What it must be.</param>
    /// <param name="problem">The log's sentence when <see langword="null"/> is returned.</param>
    public static AuthorizerAnswer? TryRead(ReadOnlyMemory<byte> payload, AnswerForm form, out string? problem)
    {
        problem = "Invalid JSON in response";
        if (!Utf8.IsValid(payload.Span))
        {
            return null;
        }

        try
        {
            var root = JsonElement.Parse(payload.Span, Strict);
            if (root.ValueKind != JsonValueKind.Object)
            {
                problem = $"{NoPolicy} (the answer is no object)";
                return null;
            }

            return form == AnswerForm.HttpSimple
                ? ReadSimple(root, payload.Length, out problem)
                : ReadPolicy(root, payload.Length, form, out problem);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or a text with half of a character
        }
    }

    private static AuthorizerAnswer? ReadSimple(JsonElement root, int size, out string? problem)
    {
        if (!root.TryGetProperty("isAuthorized"u8, out var word)
            || word.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            problem = "The authorizer's response has no isAuthorized that is true or false";
            return null;
        }

        if (ReadContext(root, AnswerForm.HttpSimple, out problem) is not { } context)
        {
            return null;
        }

        return new AuthorizerAnswer
        {
            IsAuthorized = word.ValueKind == JsonValueKind.True,
            Context = context,
            SizeInBytes = size,
            Kept = new CallerAuthorization { Context = context, IsFunction = true },
        };
    }

    private static AuthorizerAnswer? ReadPolicy(JsonElement root, int size, AnswerForm form, out string? problem)
    {
        string? principal = null;
        if (root.TryGetProperty("principalId"u8, out var id))
        {
            principal = id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }

        // A number is refused too (security §5.4, unconfirmed). HTTP APIs ask for no principal (http-api §13.3).
        if (string.IsNullOrEmpty(principal) && (form == AnswerForm.Rest || id.ValueKind is not
            (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String)))
        {
            problem = $"{NoPolicy} (principalId is no text)";
            return null;
        }

        if (!root.TryGetProperty("policyDocument"u8, out var document) || document.ValueKind != JsonValueKind.Object)
        {
            problem = $"{NoPolicy} (policyDocument is no object)";
            return null;
        }

        if (AuthorizerPolicy.TryCompile(document, out var reason) is not { } policy)
        {
            problem = $"{NoPolicy} ({reason})";
            return null;
        }

        if (ReadContext(root, form, out problem) is not { } context || !TryReadKey(root, out var key, ref problem))
        {
            return null;
        }

        return new AuthorizerAnswer
        {
            Policy = policy,
            PolicyText = document.GetRawText(),
            PrincipalId = principal,
            UsageIdentifierKey = key,
            Context = context,
            SizeInBytes = size,
            Kept = new CallerAuthorization { PrincipalId = principal, Context = context, IsFunction = true },
        };
    }

    private static bool TryReadKey(JsonElement root, out string? key, ref string? problem)
    {
        key = null;
        if (!root.TryGetProperty("usageIdentifierKey"u8, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            problem = $"{NoPolicy} (usageIdentifierKey is no text)";
            return false;
        }

        key = value.GetString();
        return true;
    }

    private static AuthorizerContext? ReadContext(JsonElement root, AnswerForm form, out string? problem)
    {
        problem = null;
        if (!root.TryGetProperty("context"u8, out var context) || context.ValueKind == JsonValueKind.Null)
        {
            return AuthorizerContext.Empty;
        }

        if (context.ValueKind != JsonValueKind.Object)
        {
            problem = "Invalid context in response (it is no object)";
            return null;
        }

        foreach (var member in context.EnumerateObject())
        {
            // REST APIs take no object, no list and no null (security §5.4).
            if (form == AnswerForm.Rest && member.Value.ValueKind is not
                (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))
            {
                problem = $"Invalid context in response ({member.Name} is neither text nor number nor boolean)";
                return null;
            }
        }

        return AuthorizerContext.Of(context);
    }
}
