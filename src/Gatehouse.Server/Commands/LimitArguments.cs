using System.CommandLine;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Commands;

/// <summary>The options that raise AWS's limits (rest-execution §15).</summary>
internal sealed class LimitArguments
{
    private readonly Option<int?> _timeout = Raised(
        "--max-integration-timeout", 29_000, 900_000,
        "Longest timeoutInMillis of integrations (not of EDGE APIs). Default 29000, as on AWS.");

    private readonly Option<int?> _payload = Raised(
        "--max-payload-bytes", 10_485_760, 536_870_912,
        "Largest request body, and largest response that is held whole. Default 10485760, as on AWS.");

    // What goes to a backend has 64 KiB for its head, the mapped headers included.
    private readonly Option<int?> _headers = Raised(
        "--max-header-bytes", 20_480, 57_344, "Largest header block of a request. Default 20480, as on AWS.");

    private readonly Option<int?> _url = Raised(
        "--max-url-length", 10_240, 65_536, "Longest path and query. Default 10240 (REGIONAL) and 8192, as on AWS.");

    private readonly Option<int?> _connections = Raised(
        "--max-new-connections", -1, 1_000_000,
        "New WebSocket connections per second of an account; -1 is no limit. Default 500, as on AWS.");

    private readonly QuotaArguments _quotas;

    public LimitArguments(Command command)
    {
        foreach (var option in new Option[] { _timeout, _payload, _headers, _url, _connections })
        {
            command.Options.Add(option);
        }

        _quotas = new QuotaArguments(command);
    }

    public OperatorLimits Read(ParseResult parsed) => new()
    {
        IntegrationTimeoutMillis = parsed.GetValue(_timeout) ?? OperatorLimits.Default.IntegrationTimeoutMillis,
        PayloadBytes = parsed.GetValue(_payload) ?? OperatorLimits.Default.PayloadBytes,
        HeaderBytes = parsed.GetValue(_headers) ?? OperatorLimits.Default.HeaderBytes,
        UrlLength = parsed.GetValue(_url),
        NewConnectionsPerSecond = parsed.GetValue(_connections) ?? OperatorLimits.Default.NewConnectionsPerSecond,
        Quotas = _quotas.Read(parsed),
    };

    private static Option<int?> Raised(string name, int min, int max, string description)
    {
        var option = new Option<int?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value)
                && (value < min || value > max))
            {
                result.AddError($"{name} must be from {min} to {max}.");
            }
        });
        return option;
    }
}
