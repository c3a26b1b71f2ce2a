using Gatehouse.Execution.Http.Integrations;

namespace Gatehouse.Execution.FunctionUrls;

/// <summary>
/// A function's whole answer: the contract of payload 2.0 (http-api §7.6), but for a bare text, which keeps its quotes
/// here, and for the type of a structured answer that names none (Lambda developer guide, "Response payload format").
/// </summary>
internal sealed class FunctionUrlAnswer : IDisposable
{
    private const string Json = "application/json";

    private readonly FunctionAnswer? _answer;

    private FunctionUrlAnswer(FunctionAnswer? answer, ReadOnlyMemory<byte> body)
    {
        _answer = answer;
        Body = body;
    }

    public int Status => _answer?.Status ?? 200;

    public ReadOnlyMemory<byte> Body { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _answer?.Headers ?? [];

    /// <value><see langword="null"/> when a header says it.</value>
    public string? ContentType => _answer is { DefaultContentType: null } ? null : Json;

    /// <returns>The answer, or <see langword="null"/> with what is wrong.</returns>
    public static FunctionUrlAnswer? TryRead(ReadOnlyMemory<byte> payload, out string? error)
    {
        error = null;
        var text = payload.Span.TrimStart(" \t\r\n"u8);
        if (!text.IsEmpty && text[0] == (byte)'"')
        {
            return new FunctionUrlAnswer(null, payload);
        }

        return FunctionAnswer.TryRead(payload, isV2: true, out error) is { } answer
            ? new FunctionUrlAnswer(answer, answer.Body)
            : null;
    }

    public void Dispose() => _answer?.Dispose();
}
