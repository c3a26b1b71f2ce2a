using System.Collections.Immutable;

namespace Gatehouse.Services.OpenApi;

/// <summary>The paths and verbs of a definition as an API has them (rest-control-plane §4.2, §4.3).</summary>
internal static class DocumentPaths
{
    /// <summary>The members of a path item that are operations; <c>trace</c> is ignored, as on AWS.</summary>
    public static readonly ImmutableArray<(string Key, string Verb)> Verbs =
    [
        ("get", "GET"), ("put", "PUT"), ("post", "POST"), ("delete", "DELETE"), ("options", "OPTIONS"),
        ("head", "HEAD"), ("patch", "PATCH"), ("x-amazon-apigateway-any-method", "ANY"),
    ];

    /// <summary>One slash at the end says nothing; an empty segment inside is refused by the tree.</summary>
    public static string Join(string prefix, string path)
    {
        var inner = path.StartsWith('/') ? path[1..] : path;
        inner = inner.EndsWith('/') ? inner[..^1] : inner;
        var joined = inner.Length == 0 ? prefix : $"{prefix}/{inner}";
        return joined.Length == 0 ? "/" : joined;
    }

    /// <summary>What stands before every path.</summary>
    public static string Prefix(string basePath, BasePathMode mode)
    {
        var segments = basePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return mode switch
        {
            BasePathMode.Prepend => string.Concat(segments.Select(static segment => "/" + segment)),
            BasePathMode.Split => string.Concat(segments.Skip(1).Select(static segment => "/" + segment)),
            _ => "",
        };
    }
}
