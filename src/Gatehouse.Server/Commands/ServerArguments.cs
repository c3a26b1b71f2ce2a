using System.CommandLine;
using System.Net;
using Gatehouse.Execution.Caching;
using Gatehouse.Model.RestApis;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Listeners;

namespace Gatehouse.Server.Commands;

/// <summary>The options that <c>serve</c> and <c>run</c> share.</summary>
internal sealed class ServerArguments
{
    private readonly Option<int> _port = new("--port")
    {
        Description = "TCP port of everything; 0 lets the system pick.",
        DefaultValueFactory = static _ => 4566,
    };

    private readonly Option<string> _address = new("--address")
    {
        Description = "IP address to listen on. Beyond loopback, root credentials must be set (see below).",
        DefaultValueFactory = static _ => "127.0.0.1",
    };

    private readonly Option<string?> _data = new("--data");

    private readonly Option<int?> _tlsPort = new("--tls-port") { Description = "Also serve HTTPS (HTTP/1.1 and HTTP/2) on this port." };

    private readonly Option<string?> _certificate = new("--tls-certificate")
    {
        Description = "PEM file of the certificate chain; without it a self-signed one is made in the data folder.",
    };

    private readonly Option<string?> _key = new("--tls-key") { Description = "PEM file of the certificate's key." };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Accept any credentials even beyond loopback. Whoever reaches the port owns the server.",
    };

    private readonly Option<bool> _enforceIam = new("--enforce-iam")
    {
        Description = "Verify and authorize every management call on loopback too. Needs root credentials.",
    };

    private readonly Option<string?> _services = new("--services")
    {
        Description = "JSON file that says where AWS integrations and VPC links lead. Default: services.json beside the "
            + "project, or in the data folder.",
    };

    private readonly Option<string?> _endpoints = new("--vpc-endpoints")
    {
        Description = "JSON file that names listeners and address ranges as VPC endpoints; PRIVATE APIs are served through them alone.",
    };

    private readonly Option<double?> _accountRate = new("--account-rate")
    {
        Description = "Requests per second that all APIs of an account share; -1 is no limit. Default 10000, as on AWS.",
    };

    private readonly Option<int?> _accountBurst = new("--account-burst")
    {
        Description = "Requests at once that all APIs of an account share; -1 is no limit. Default 5000, as on AWS.",
    };

    private readonly Option<int> _cacheMemory = new("--cache-memory")
    {
        Description = "MiB that the response caches of all stages may take together; a stage gets an eighth of it for each "
            + "nominal gigabyte of its cache cluster, and at most half.",
        DefaultValueFactory = static _ => (int)(new ResponseCacheOptions().MaxBytes >> 20),
    };

    private readonly Option<string?> _sdkTemplates = new("--sdk-templates")
    {
        Description = "Folder whose files take the place of the templates of generated SDKs (javascript/README.md.vm, ...).",
    };

    private readonly Option<string?> _userPoolIssuer = new("--user-pool-issuer")
    {
        Description = "URL under which others reach the user pools of this server, such as https://login.example.com: tokens name it "
            + "as their issuer. Default: the issuer that Amazon's pools have.",
    };

    private readonly Option<bool> _metricsPublic = new("--metrics-public")
    {
        Description = "Let everyone read /_gatehouse/metrics. Otherwise: GATEHOUSE_METRICS_TOKEN, or loopback only.",
    };

    private readonly LimitArguments _limits;

    private readonly MasterKeyArguments _masterKey;

    private readonly Option<bool> _verbose = new("--verbose") { Description = "Log more, to standard error." };

    public ServerArguments(Command command, string dataDescription)
    {
        _data.Description = dataDescription;
        foreach (var option in new Option[]
        {
            _port, _address, _data, _tlsPort, _certificate, _key,
            _insecure, _enforceIam, _services, _endpoints, _sdkTemplates, _userPoolIssuer, _metricsPublic, _cacheMemory, _accountRate, _accountBurst, _verbose,
        })
        {
            command.Options.Add(option);
        }

        _limits = new LimitArguments(command);
        _masterKey = new MasterKeyArguments(command);
        _cacheMemory.Validators.Add(static result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var mebibytes) && mebibytes < 1)
            {
                result.AddError("--cache-memory must be 1 MiB or more.");
            }
        });
        Range(_port, 0);
        Range(_tlsPort, 0);
    }

    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(_verbose);

    public string? DataFolder(ParseResult parsed) => parsed.GetValue(_data);

    public int Port(ParseResult parsed) => parsed.GetValue(_port);

    /// <exception cref="OperatorException">An option's value cannot be used.</exception>
    public ServerOptions Read(ParseResult parsed, string dataFolder) => new()
    {
        Port = parsed.GetValue(_port),
        Address = IPAddress.TryParse(parsed.GetValue(_address), out var address)
            ? address
            : throw new OperatorException($"--address {parsed.GetValue(_address)} is not an IP address; try 127.0.0.1 or 0.0.0.0."),
        DataDirectory = Path.GetFullPath(dataFolder),
        TlsPort = parsed.GetValue(_tlsPort),
        MasterKey = _masterKey.Read(parsed),
        VpcEndpoints = EndpointsFile.Load(parsed.GetValue(_endpoints)),
        Limits = _limits.Read(parsed),
        TlsCertificateFile = parsed.GetValue(_certificate),
        TlsKeyFile = parsed.GetValue(_key),
        AccountThrottle = new ThrottleSettings
        {
            RateLimit = parsed.GetValue(_accountRate) ?? new ThrottleSettings().RateLimit,
            BurstLimit = parsed.GetValue(_accountBurst) ?? new ThrottleSettings().BurstLimit,
        },
        Caching = ResponseCacheOptions.OfTotal((long)parsed.GetValue(_cacheMemory) << 20),
        IsInsecureAllowed = parsed.GetValue(_insecure),
        IsIamEnforced = parsed.GetValue(_enforceIam),
        ServicesFile = parsed.GetValue(_services) is { } services ? Path.GetFullPath(services) : null,
        IsServicesFileGiven = parsed.GetValue(_services) is not null,
        SdkTemplates = parsed.GetValue(_sdkTemplates) is { } templates ? Folder("--sdk-templates", templates) : null,
        UserPoolIssuer = UserPoolParts.Issuer(parsed.GetValue(_userPoolIssuer)),
        MetricsToken = Variable("GATEHOUSE_METRICS_TOKEN"),
        AreMetricsPublic = parsed.GetValue(_metricsPublic),
        RootAccessKeyId = Variable("GATEHOUSE_ROOT_ACCESS_KEY_ID"),
        RootSecretAccessKey = Variable("GATEHOUSE_ROOT_SECRET_ACCESS_KEY"),
    };

    private static string Folder(string option, string path) => Directory.Exists(path)
        ? Path.GetFullPath(path)
        : throw new OperatorException($"{option} {path} is not a folder.");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static void Range<T>(Option<T> option, int min) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var port) && (port < min || port > 65_535))
        {
            result.AddError($"{option.Name} must be from {min} to 65535.");
        }
    });
}
