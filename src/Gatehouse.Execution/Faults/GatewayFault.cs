using System.Text;
using System.Text.Encodings.Web;

namespace Gatehouse.Execution.Faults;

/// <summary>
/// An answer that the gateway itself gives: a value, not an exception. The common ones are made once; those with a text
/// of their own are made per request.
/// </summary>
internal sealed class GatewayFault
{
    private GatewayFault(GatewayResponseRow row, int status, string? errorType, string? message, FaultBodyStyle style)
    {
        Row = row;
        Status = status;
        ErrorType = errorType;
        Message = message;
        Body = Encode(message, style);
        ContentType = style == FaultBodyStyle.PlainText ? "text/plain" : "application/json";
    }

    public GatewayResponseRow Row { get; }

    public GatewayResponseType Type => Row.Type;

    /// <summary>What the answer carries unless the API customised it.</summary>
    public int Status { get; }

    /// <summary><c>x-amzn-ErrorType</c>; <see langword="null"/> leaves the header out.</summary>
    public string? ErrorType { get; }

    /// <summary><c>$context.error.message</c>.</summary>
    public string? Message { get; }

    public ReadOnlyMemory<byte> Body { get; }

    public string ContentType { get; }

    /// <summary><c>$context.error.messageString</c>: the message as JSON, or <c>null</c>.</summary>
    public string MessageString => Message is null ? "null" : Quote(Message);

    /// <summary><c>$context.error.validationErrorString</c>.</summary>
    public string? ValidationErrors { get; private init; }

    /// <summary>The type's own text and status.</summary>
    public static GatewayFault Of(GatewayResponseType type)
    {
        var row = GatewayResponseTable.Row(type);
        return new GatewayFault(row, row.Status, row.ErrorType, row.Message, row.Style);
    }

    /// <summary>The type's status with a text of its own.</summary>
    public static GatewayFault WithMessage(GatewayResponseType type, string message, string? validationErrors = null)
    {
        var row = GatewayResponseTable.Row(type);
        return new GatewayFault(row, row.Status, row.ErrorType, message, row.Style)
        {
            ValidationErrors = validationErrors,
        };
    }

    /// <summary>An error that has no type of its own and falls under DEFAULT_4XX or DEFAULT_5XX.</summary>
    public static GatewayFault Untyped(int status, string? errorType, string message, FaultBodyStyle style) => new(
        GatewayResponseTable.Row(status >= 500 ? GatewayResponseType.Default5xx : GatewayResponseType.Default4xx),
        status, errorType, message, style);

    internal static string Quote(string text) =>
        "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text) + "\"";

    private static byte[] Encode(string? message, FaultBodyStyle style) => Encoding.UTF8.GetBytes(style switch
    {
        FaultBodyStyle.Compact => $"{{\"message\":{Quote(message!)}}}",
        FaultBodyStyle.Spaced => $"{{\"message\": {Quote(message!)}}}",
        FaultBodyStyle.CapitalMessage => $"{{\"Message\":{Quote(message!)}}}",
        FaultBodyStyle.NullMessage => "{\"message\":null}",
        FaultBodyStyle.PlainText => message!,
        _ => throw new System.Diagnostics.UnreachableException(),
    });
}
