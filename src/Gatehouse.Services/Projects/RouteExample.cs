using System.Text;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.Projects;

/// <summary>Fills a route's parameters, headers and body from the examples that its OpenAPI operation gives.</summary>
internal sealed class RouteExample
{
    private readonly Dictionary<string, string> _path = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Value)> _query = [];
    private readonly List<(string Name, string Value)> _headers = [];
    private string? _body;
    private string? _bodyType;

    /// <param name="root">The definition, or <see langword="null"/> when only names are known.</param>
    /// <param name="path">The path as the definition spells it.</param>
    /// <param name="verb">Lower case.</param>
    public static RouteExample From(JsonNode? root, string path, string verb)
    {
        var example = new RouteExample();
        var item = root?["paths"]?[path];
        var operation = item?[verb] ?? item?["x-amazon-apigateway-any-method"];
        example.ReadParameters(root, item?["parameters"]);
        example.ReadParameters(root, operation?["parameters"]);
        example.ReadBody(root, operation?["requestBody"]);
        return example;
    }

    /// <summary>The route's URL with its path and query filled in.</summary>
    public string Url(string stageUrl, string path)
    {
        var url = new StringBuilder(stageUrl);
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            url.Append('/').Append(segment.StartsWith('{') ? Fill(segment) : segment);
        }

        if (path == "/")
        {
            url.Append('/');
        }

        for (var i = 0; i < _query.Count; i++)
        {
            url.Append(i == 0 ? '?' : '&').Append(Uri.EscapeDataString(_query[i].Name)).Append('=')
                .Append(Uri.EscapeDataString(_query[i].Value));
        }

        return url.ToString();
    }

    /// <summary>A command for a POSIX shell.</summary>
    public string Curl(string verb, string url)
    {
        var curl = new StringBuilder("curl ");
        if (verb is not ("GET" or "ANY") && !(verb == "POST" && _body is not null))
        {
            curl.Append(verb == "HEAD" ? "--head " : $"-X {verb} ");
        }

        foreach (var (name, value) in _headers)
        {
            curl.Append("-H ").Append(Quote($"{name}: {value}")).Append(' ');
            if (name.Equals("Accept", StringComparison.OrdinalIgnoreCase) && value.StartsWith("image/", StringComparison.Ordinal))
            {
                curl.Append("-o ").Append(Quote("answer." + value["image/".Length..])).Append(' ');
            }
        }

        if (_body is not null)
        {
            curl.Append("-H ").Append(Quote($"Content-Type: {_bodyType}")).Append(" -d ").Append(Quote(_body)).Append(' ');
        }

        return curl.Append(url.AsSpan().IndexOfAny("?&()'") < 0 ? url : Quote(url)).ToString();
    }

    private string Fill(string segment)
    {
        var name = segment.Trim('{', '}', '+');
        return _path.TryGetValue(name, out var value) ? value : "1";
    }

    private void ReadParameters(JsonNode? root, JsonNode? parameters)
    {
        foreach (var parameter in (parameters as JsonArray ?? []).Select(node => Resolve(root, node)))
        {
            var name = TextOf(parameter?["name"]);
            var value = TextOf(parameter?["example"]) ?? TextOf(parameter?["schema"]?["example"]) ?? TextOf(parameter?["default"]);
            if (name is null)
            {
                continue;
            }

            var required = parameter?["required"] is JsonValue flag && flag.TryGetValue<bool>(out var isRequired) && isRequired;
            switch (TextOf(parameter?["in"]))
            {
                case "path" when value is not null:
                    _path[name] = value;
                    break;
                case "query" when value is not null || required:
                    _query.Add((name, value ?? "1"));
                    break;
                case "header" when value is not null || required:
                    _headers.Add((name, value ?? "1"));
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadBody(JsonNode? root, JsonNode? body)
    {
        if (Resolve(root, body)?["content"] is not JsonObject content)
        {
            return;
        }

        foreach (var (type, media) in content)
        {
            if (media?["example"] is { } example)
            {
                _body = example is JsonValue value && value.TryGetValue<string>(out var text) ? text : example.ToJsonString();
                _bodyType = type;
                return;
            }
        }
    }

    private static JsonNode? Resolve(JsonNode? root, JsonNode? node)
    {
        if (TextOf(node?["$ref"]) is not { } reference || !reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return node;
        }

        var target = root;
        foreach (var part in reference[2..].Split('/'))
        {
            target = target?[part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        }

        return target;
    }

    private static string? TextOf(JsonNode? node) => node switch
    {
        null or JsonObject or JsonArray => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
