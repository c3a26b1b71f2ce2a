using System.Buffers.Text;
using System.Text.Json;
using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>A function's answer, read by the contract of its payload format (http-api §7.6).</summary>
internal sealed partial class FunctionAnswer : IDisposable
{
    private const int DefaultStatus = 200;

    // A final response starts at 200 (RFC 9110 §15.2). Differs from AWS, which takes 100 (unconfirmed).
    private const int MinStatus = 200;
    private const int MaxStatus = 599;
    private const int MaxDepth = 64;

    private readonly bool _isV2;
    private readonly Dictionary<string, string[]> _multi = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KeyValuePair<string, string>> _single = [];
    private PooledBytes? _body;
    private string? _wrongField;
    private bool _hasStatus;

    private FunctionAnswer(bool isV2) => _isV2 = isV2;

    public int Status { get; private set; } = DefaultStatus;

    /// <summary>Headers and cookies, one line each; without what ends at the gateway.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>What is answered when no header says what the body is; <see langword="null"/> for what one said.</summary>
    public string? DefaultContentType { get; private set; }

    private bool IsBase64 { get; set; }

    /// <returns>The answer, or <see langword="null"/> with what is wrong.</returns>
    public static FunctionAnswer? TryRead(ReadOnlyMemory<byte> payload, bool isV2, out string? error)
    {
        var answer = new FunctionAnswer(isV2);
        error = answer.Read(payload);
        if (error is null)
        {
            return answer;
        }

        answer.Dispose();
        return null;
    }

    public void Dispose() => _body?.Dispose();

    private static string Wrong(string field) =>
        "The response from the Lambda function doesn't match the format that API Gateway expects. "
        + $"Lambda body contains the wrong type for field \"{field}\"";

    private string? Read(ReadOnlyMemory<byte> payload)
    {
        var json = new Utf8JsonReader(payload.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            if (!json.Read())
            {
                return Wrong("body");
            }

            var first = json.TokenType;
            if (first == JsonTokenType.StartObject)
            {
                ReadMembers(ref json);
            }
            else if (_isV2 && first == JsonTokenType.String)
            {
                _body = Unescape(ref json); // a bare text is sent without its quotes
            }
            else
            {
                json.Skip();
            }

            if (json.Read())
            {
                return Wrong("body"); // more than one JSON value
            }

            return Settle(payload, first);
        }
        catch (JsonException)
        {
            return Wrong("body");
        }
        catch (InvalidOperationException)
        {
            return Wrong("body"); // a text that is no valid UTF-16
        }
    }

    private string? Settle(ReadOnlyMemory<byte> payload, JsonTokenType first)
    {
        if (first == JsonTokenType.StartObject && _hasStatus)
        {
            return SettleStructured();
        }

        if (!_isV2)
        {
            return Wrong("statusCode");
        }

        // Inferred: the payload as the function wrote it (§7.6).
        Status = DefaultStatus;
        Headers.Clear();
        DefaultContentType = "application/json";
        Body = first == JsonTokenType.String ? _body!.Written : payload;
        return null;
    }

    private string? SettleStructured()
    {
        if (_wrongField is not null)
        {
            return Wrong(_wrongField);
        }

        foreach (var (name, value) in _single)
        {
            if (!_multi.ContainsKey(name))
            {
                Add(name, value); // of a name in both, the multiple values win (unconfirmed)
            }
        }

        foreach (var (name, values) in _multi)
        {
            foreach (var value in values)
            {
                Add(name, value);
            }
        }

        DefaultContentType = Headers.Exists(static header =>
            header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                ? null
                : _isV2 ? "text/plain;charset=UTF-8" : "application/json"; // both unconfirmed
        Body = _body?.Written ?? default;
        return _wrongField is not null ? Wrong(_wrongField) : IsBase64 ? DecodeBody() : null;
    }

    /// <summary>Unconditionally: HTTP APIs negotiate nothing.</summary>
    private string? DecodeBody()
    {
        if (_body is null)
        {
            return null;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(_body.Length)];
        if (Base64.DecodeFromUtf8(_body.WrittenSpan, decoded, out _, out var length)
            != System.Buffers.OperationStatus.Done)
        {
            return "The response from the Lambda function says that its body is Base64, and it is not";
        }

        Body = decoded.AsMemory(0, length);
        return null;
    }

    private void Add(string name, string value)
    {
        if (!HeaderText.IsSendable(name, value))
        {
            _wrongField ??= "headers"; // a name or value that would end its line is no header
        }
        else if (!BackendHeaders.EndHere(name))
        {
            Headers.Add(new(name, HeaderText.ForWire(value)));
        }
    }
}
