using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Identity.Policies;
using Gatehouse.Model.Domains;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Listeners;

/// <summary>
/// Reads the file of <c>--vpc-endpoints</c>: which listeners and address ranges count as VPC endpoints (security §4.5). What it
/// does not understand is an error that names the place: a typing mistake must not open a private API.
/// </summary>
internal static class EndpointsFile
{
    private const int MaxFileBytes = 1024 * 1024;
    private const int MaxEndpoints = 64;

    private static readonly string[] Members = ["id", "vpc", "listen", "tls", "sources", "privateDns", "policy"];

    /// <exception cref="OperatorException">The file cannot be used.</exception>
    public static ImmutableArray<VpcEndpoint> Load(string? path)
    {
        if (path is null)
        {
            return [];
        }

        var list = Parse(path)["endpoints"] as JsonArray ?? throw Wrong(path, "the file", "has no list \"endpoints\"");
        var endpoints = list.Select((one, index) => Read(path, $"\"endpoints\"[{index}]", one)).ToImmutableArray();
        if (endpoints.Length > MaxEndpoints)
        {
            throw Wrong(path, "the file", $"has more than {MaxEndpoints} endpoints");
        }

        return endpoints.Select(static one => one.Id).Distinct(StringComparer.Ordinal).Count() == endpoints.Length
            ? endpoints
            : throw Wrong(path, "the file", "names an endpoint twice");
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw Wrong(path, "the file", $"is larger than {MaxFileBytes} bytes");
            }

            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: options) as JsonObject
                ?? throw Wrong(path, "the file", "holds no JSON object");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OperatorException($"{path} cannot be read: {exception.Message}");
        }
    }

    private static VpcEndpoint Read(string path, string place, JsonNode? value)
    {
        var entry = value as JsonObject ?? throw Wrong(path, place, "is no object");
        foreach (var (member, _) in entry)
        {
            if (!Members.Contains(member, StringComparer.Ordinal))
            {
                throw Wrong(path, place, $"has the unknown member \"{member}\"; known: {string.Join(", ", Members)}");
            }
        }

        var endpoint = new VpcEndpoint
        {
            Id = Name(path, place, entry, "id", "vpce-"),
            VpcId = Name(path, place, entry, "vpc", "vpc-"),
            Listen = ReadListen(path, place, entry),
            IsTls = Flag(path, place, entry, "tls") ?? false,
            Sources = ReadSources(path, place, entry),
            HasPrivateDns = Flag(path, place, entry, "privateDns") ?? true,
            Policy = entry["policy"] switch
            {
                null => null,
                JsonObject policy => ReadPolicy(path, place, policy.ToJsonString()),
                _ => throw Wrong(path, place, "has a policy that is no object"),
            },
        };
        return endpoint.Listen is not null || !endpoint.Sources.IsEmpty
            ? endpoint
            : throw Wrong(path, place, "has neither a \"listen\" address of its own nor \"sources\"");
    }

    private static string ReadPolicy(string path, string place, string policy) =>
        PolicyPlan.TryCompile(policy, PolicyKind.Resource, out _, out var problem)
            ? policy
            : throw Wrong(path, place, $"has a policy that cannot be understood ({problem.TrimEnd('.')})");

    private static IPEndPoint? ReadListen(string path, string place, JsonObject entry) => Text(path, place, entry, "listen") switch
    {
        null => null,
        var text when IPEndPoint.TryParse(text, out var found) && text.Contains(':', StringComparison.Ordinal) => found,
        var text => throw Wrong(path, place, $"listens on {text}; give an address and a port, such as 10.0.0.5:443"),
    };

    private static ImmutableArray<IPNetwork> ReadSources(string path, string place, JsonObject entry)
    {
        var sources = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var one in entry["sources"] switch
        {
            null => [],
            JsonArray list => list,
            _ => throw Wrong(path, place, "has sources that are no list"),
        })
        {
            sources.Add(one is JsonValue value && value.TryGetValue<string>(out var text) && IPNetwork.TryParse(text, out var range)
                ? range
                : throw Wrong(path, place, $"has the source {one}; give a range such as 10.0.0.0/8"));
        }

        return sources.ToImmutable();
    }

    private static string Name(string path, string place, JsonObject entry, string member, string prefix) =>
        Text(path, place, entry, member) is { } text && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.Length > prefix.Length && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? text
            : throw Wrong(path, place, $"needs a \"{member}\" such as {prefix}0123456789abcdef0");

    private static string? Text(string path, string place, JsonObject entry, string member) => entry[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => text,
        _ => throw Wrong(path, place, $"has a {member} that is no text"),
    };

    private static bool? Flag(string path, string place, JsonObject entry, string member) => entry[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        _ => throw Wrong(path, place, $"has a {member} that is neither true nor false"),
    };

    private static OperatorException Wrong(string path, string place, string what) => new($"{path}: {place} {what}.");
}
