using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.Arns;
using Gatehouse.Model.ExternalServices;

namespace Gatehouse.Server.Composition;

/// <summary>
/// Reads <c>services.json</c>: where AWS integrations and VPC links lead, and with whose credentials (design §6 rule 9).
/// What it does not understand is an error that names the place: a typing mistake must not send calls elsewhere.
/// </summary>
internal sealed class ServicesFile(string path, Func<string, string?> environment)
{
    public const string Name = "services.json";

    private const int MaxFileBytes = 1024 * 1024;

    private static readonly string[] ServiceMembers =
    [
        "endpoint", "region", "accessKeyId", "secretAccessKey", "sessionToken", "accessKeyIdVariable",
        "secretAccessKeyVariable", "sessionTokenVariable", "profile", "assumeRole",
    ];

    /// <param name="options">Names the file, or where it may be.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <exception cref="OperatorException">The file cannot be used.</exception>
    public static ExternalServiceMap Load(ServerOptions options, Func<string, string?> environment)
    {
        var path = options.ServicesFile ?? Path.Combine(options.DataDirectory, Name);
        if (File.Exists(path))
        {
            return new ServicesFile(path, environment).Read();
        }

        // A default place may be empty; a file that was asked for may not.
        return options.IsServicesFileGiven
            ? throw new OperatorException($"The file {path} does not exist; --services names the map of outside services.")
            : new ExternalServiceMap { Source = path, DefaultCredentials = FromEnvironment(environment) };
    }

    public ExternalServiceMap Read()
    {
        var root = Parse();
        Check(root, "the file", ["services", "targets", "userPools"]);
        var services = new Dictionary<string, ExternalService>(StringComparer.Ordinal);
        foreach (var (name, value) in MapOf(root, "services"))
        {
            services[name] = ReadService(name, value);
        }

        var targets = new Dictionary<string, NetworkTarget>(StringComparer.Ordinal);
        var instances = new Dictionary<string, ImmutableArray<ServiceInstance>>(StringComparer.Ordinal);
        foreach (var (arn, value) in MapOf(root, "targets"))
        {
            if (value is JsonArray list)
            {
                instances[arn] = [.. list.Select((one, index) => ReadInstance(arn, index, one))];
            }
            else
            {
                targets[arn] = ReadTarget(arn, value);
            }
        }

        var pools = new Dictionary<string, UserPoolEndpoint>(StringComparer.Ordinal);
        foreach (var (name, value) in MapOf(root, "userPools"))
        {
            pools[name] = ReadPool(name, value);
        }

        return new ExternalServiceMap
        {
            Source = path,
            UserPools = pools.ToFrozenDictionary(StringComparer.Ordinal),
            Services = services.ToFrozenDictionary(StringComparer.Ordinal),
            Targets = targets.ToFrozenDictionary(StringComparer.Ordinal),
            Instances = instances.ToFrozenDictionary(StringComparer.Ordinal),
            DefaultCredentials = FromEnvironment(environment),
        };
    }

    /// <summary>
    /// The variables that every AWS tool reads. Local tools are told "test": that is no key of Amazon's, and nothing is
    /// sent there with it.
    /// </summary>
    private static ServiceCredentials? FromEnvironment(Func<string, string?> environment) =>
        environment("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && id != "test"
        && environment("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret
            ? new ServiceCredentials(id, secret, environment("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null)
            : null;

    private JsonObject Parse()
    {
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                throw Wrong("the file", $"is larger than {MaxFileBytes} bytes");
            }

            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: options) as JsonObject
                ?? throw Wrong("the file", "holds no JSON object");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OperatorException($"{path} cannot be read: {exception.Message}");
        }
    }

    private ExternalService ReadService(string name, JsonNode? value)
    {
        var place = $"\"services\".\"{name}\"";
        var entry = value as JsonObject ?? throw Wrong(place, "is no object");
        Check(entry, place, ServiceMembers);
        if (name != ExternalServiceMap.AnyService && !name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw Wrong(place, "is no service as an integration's ARN names it, such as sqs or dynamodb");
        }

        var region = Text(entry, place, "region");
        if (region is not null && !AwsRegion.IsWellFormed(region))
        {
            throw Wrong(place, $"has the region {region}, which is none");
        }

        return new ExternalService
        {
            Endpoint = Text(entry, place, "endpoint") is { } endpoint ? ReadEndpoint(place, endpoint) : null,
            Region = region,
            Credentials = ReadCredentials(entry, place),
            AssumesRoles = entry["assumeRole"] switch
            {
                null => null,
                JsonValue flag when flag.TryGetValue<bool>(out var assumes) => assumes,
                _ => throw Wrong(place, "has an assumeRole that is neither true nor false"),
            },
        };
    }

    private Uri ReadEndpoint(string place, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0 && uri.UserInfo.Length == 0
            ? uri
            : throw Wrong(place, $"has the endpoint {text}; give a URL such as http://127.0.0.1:5000");

    private ServiceCredentials? ReadCredentials(JsonObject entry, string place)
    {
        if (Text(entry, place, "profile") is { } profile)
        {
            return CredentialProfile.Find(profile, environment)
                ?? throw Wrong(place, $"names the profile {profile}, which the credentials file does not have");
        }

        var id = Value(entry, place, "accessKeyId");
        var secret = Value(entry, place, "secretAccessKey");
        if ((id is null) != (secret is null))
        {
            throw Wrong(place, "needs an accessKeyId and a secretAccessKey, or neither");
        }

        return id is null ? null : new ServiceCredentials(id, secret!, Value(entry, place, "sessionToken"));
    }

    /// <summary>The member itself, or the environment's value that <c>{member}Variable</c> names.</summary>
    private string? Value(JsonObject entry, string place, string member)
    {
        if (Text(entry, place, member) is { } text)
        {
            return text;
        }

        return Text(entry, place, member + "Variable") is { } variable
            ? environment(variable) is { Length: > 0 } value
                ? value
                : throw Wrong(place, $"takes its {member} from the variable {variable}, which is not set")
            : null;
    }

    /// <summary>The endpoint, or an object with it and the issuer that tokens name.</summary>
    private UserPoolEndpoint ReadPool(string name, JsonNode? value)
    {
        var place = $"\"userPools\".\"{name}\"";
        if (value is JsonValue one && one.TryGetValue<string>(out var text))
        {
            return new UserPoolEndpoint(ReadEndpoint(place, text), null);
        }

        var entry = value as JsonObject ?? throw Wrong(place, "is neither an address nor an object");
        Check(entry, place, ["endpoint", "issuer"]);
        var endpoint = Text(entry, place, "endpoint") ?? throw Wrong(place, "has no endpoint");
        return new UserPoolEndpoint(ReadEndpoint(place, endpoint), Text(entry, place, "issuer"));
    }

    /// <summary>An instance of a Cloud Map service: its address, and the attributes that integrations pick it by.</summary>
    private ServiceInstance ReadInstance(string arn, int index, JsonNode? value)
    {
        var place = $"\"targets\".\"{arn}\"[{index.ToString(CultureInfo.InvariantCulture)}]";
        var entry = value as JsonObject ?? throw Wrong(place, "is no object");
        Check(entry, place, ["address", "attributes"]);
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in entry["attributes"] as JsonObject ?? [])
        {
            attributes[name] = Text((JsonObject)entry["attributes"]!, place, name) ?? string.Empty;
        }

        return new ServiceInstance(
            ReadTarget(arn, entry["address"]), attributes.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private NetworkTarget ReadTarget(string arn, JsonNode? value)
    {
        var place = $"\"targets\".\"{arn}\"";
        if (!Arn.TryParse(arn, out _))
        {
            throw Wrong(place, "is no ARN");
        }

        var text = value is JsonValue one && one.TryGetValue<string>(out var given) ? given : "";
        var colon = text.LastIndexOf(':');
        if (colon > 0 && text.EndsWith(']'))
        {
            colon = -1; // the colons of an IPv6 literal
        }

        var host = colon < 0 ? text : text[..colon];
        int? port = null;
        if (colon >= 0)
        {
            port = int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and <= 65_535
                    ? number
                    : throw Wrong(place, $"has the address {text}; give \"host:port\"");
        }

        return Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown
            ? throw Wrong(place, $"has the address {text}; give \"host:port\"")
            : new NetworkTarget(host, port);
    }

    private JsonObject MapOf(JsonObject root, string member) => root[member] switch
    {
        null => [],
        JsonObject map => map,
        _ => throw Wrong($"\"{member}\"", "is no object"),
    };

    private string? Text(JsonObject entry, string place, string member) => entry[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => text,
        _ => throw Wrong(place, $"has a {member} that is no text"),
    };

    private void Check(JsonObject entry, string place, ReadOnlySpan<string> known)
    {
        foreach (var (member, _) in entry)
        {
            if (!known.Contains(member, StringComparer.Ordinal))
            {
                throw Wrong(place, $"has the unknown member \"{member}\"; known: {string.Join(", ", known!)}");
            }
        }
    }

    private OperatorException Wrong(string place, string what) => new($"{path}: {place} {what}.");
}
