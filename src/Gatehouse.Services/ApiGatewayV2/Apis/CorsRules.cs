using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>What a CORS configuration may be (http-api §3.2). Texts without a source there are ours.</summary>
internal static class CorsRules
{
    private const int MaxMaxAge = 86_400;

    /// <value>Entries of one list. Ours: AWS states none, and every list has a bound.</value>
    private const int MaxEntries = 512;

    private static readonly string[] Methods = ["*", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    /// <summary>Member by member over what was there before (§1.5).</summary>
    /// <returns>
    /// <see langword="null"/> when nothing was there and nothing is said: Terraform sends an empty one after it deleted CORS.
    /// </returns>
    public static CorsConfiguration? Merge(CorsConfiguration? before, JsonObject sent)
    {
        if (before is null && sent.Count == 0)
        {
            return null;
        }

        before ??= new CorsConfiguration { AllowCredentials = false };
        var merged = before with
        {
            AllowCredentials = sent["AllowCredentials"]?.GetValue<bool>() ?? before.AllowCredentials,
            AllowHeaders = List(sent, "AllowHeaders", before.AllowHeaders),
            AllowMethods = List(sent, "AllowMethods", before.AllowMethods),
            AllowOrigins = List(sent, "AllowOrigins", before.AllowOrigins),
            ExposeHeaders = List(sent, "ExposeHeaders", before.ExposeHeaders),
            MaxAge = sent["MaxAge"]?.GetValue<int>() ?? before.MaxAge,
        };
        Check(merged);
        return merged;
    }

    public static void Check(CorsConfiguration cors)
    {
        if (cors.AllowCredentials && cors.AllowOrigins?.Contains("*", StringComparer.Ordinal) == true)
        {
            throw ApiGatewayV2Faults.BadRequest("allow-credentials is not supported if 'allow-origin' is *");
        }

        if (cors.MaxAge is < -1 or > MaxMaxAge)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid maxAge specified: it must be between -1 and {MaxMaxAge}");
        }

        CheckList("allowOrigins", cors.AllowOrigins, IsOrigin);
        CheckList("allowMethods", cors.AllowMethods, static method =>
            Methods.Contains(method, StringComparer.OrdinalIgnoreCase));
        CheckList("allowHeaders", cors.AllowHeaders, IsHeader);
        CheckList("exposeHeaders", cors.ExposeHeaders, IsHeader);
    }

    private static ImmutableArray<string>? List(JsonObject sent, string member, ImmutableArray<string>? before) =>
        sent[member] is not { } list ? before
        : InputMembers.Texts(list) is { IsEmpty: false } texts ? texts
        : null;

    private static void CheckList(string member, ImmutableArray<string>? entries, Func<string, bool> isValid)
    {
        if (entries is not { } list)
        {
            return;
        }

        if (list.Length > MaxEntries)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid {member} specified: there may be at most {MaxEntries}");
        }

        if (list.FirstOrDefault(entry => !isValid(entry)) is { } wrong)
        {
            throw ApiGatewayV2Faults.BadRequest($"Invalid value for {member} specified: {wrong}");
        }
    }

    /// <summary><c>*</c>, a scheme's wildcard, or <c>scheme://host[:port]</c> without anything behind it.</summary>
    private static bool IsOrigin(string origin)
    {
        if (origin is "*" or "https://*" or "http://*")
        {
            return true;
        }

        var scheme = origin.IndexOf("://", StringComparison.Ordinal);
        return scheme > 0
            && origin[..scheme].All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            && origin.Length > scheme + 3
            && origin[(scheme + 3)..].All(static c =>
                c is > ' ' and < '\x7f' and not ('/' or '?' or '#' or '*' or '@' or '\\' or ',' or ';'));
    }

    private static bool IsHeader(string name) =>
        name == "*"
        || (name.Length > 0 && name.All(static c =>
            char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)));
}
