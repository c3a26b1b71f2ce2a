using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>What a hosted page or endpoint answers.</summary>
public sealed record HostedAnswer
{
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal static HostedAnswer Json(int status, JsonObject body) => new()
    {
        Status = status,
        ContentType = "application/json;charset=UTF-8",
        Body = JsonSerializer.SerializeToUtf8Bytes(body, StateJson.Default.JsonObject),
        Headers = [new("Cache-Control", "no-store"), new("X-Content-Type-Options", "nosniff")],
    };

    internal static HostedAnswer Error(string error, int status = 400) => Json(status, new JsonObject { ["error"] = error });

    internal static HostedAnswer Redirect(string location) => new()
    {
        Status = 302,
        Headers = [new("Location", location), new("Cache-Control", "no-store")],
    };

    internal static HostedAnswer Html(int status, string html) => new()
    {
        Status = status, ContentType = "text/html;charset=UTF-8", Body = Encoding.UTF8.GetBytes(html),
    };

    internal static HostedAnswer MethodNotAllowed(string allowed) =>
        new() { Status = 405, Headers = [new("Allow", allowed)] };

    internal HostedAnswer With(string name, string value) => this with { Headers = Headers.Add(new(name, value)) };

    /// <summary>A record prints its members; bodies hold tokens.</summary>
    public override string ToString() => $"answer {Status}";
}
