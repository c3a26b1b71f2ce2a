using System.Text;
using System.Text.Json;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Invocations;

/// <summary>What the operations that invoke have in common: their payload's and headers' rules.</summary>
internal static class InvocationInput
{
    /// <param name="call">Whose input is read; its payload is checked.</param>
    /// <param name="name">Of the function.</param>
    /// <param name="type">The invocation type.</param>
    public static FunctionCall Read(OperationCall call, FunctionName name, string type) => new()
    {
        Function = name,
        Payload = call.Input.Payload,
        RequestId = call.RequestId,
        ClientContext = ReadClientContext(call.Input.FindString("ClientContext")),
        WantsLogTail = type == "RequestResponse" && call.Input.FindString("LogType") == "Tail",
    };

    public static void CheckPayload(ReadOnlyMemory<byte> payload, string type)
    {
        var limit = type == "Event" ? InvocationLimits.EventBytes : FunctionLimits.PayloadBytes;
        if (payload.Length > limit)
        {
            throw LambdaFaults.TooLarge(payload.Length, type, limit);
        }

        if (payload.IsEmpty)
        {
            return;
        }

        try
        {
            var reader =
                new Utf8JsonReader(payload.Span, new JsonReaderOptions { MaxDepth = InvocationLimits.JsonDepth });
            while (reader.Read())
            {
                // Only whether it is JSON matters; the function gets the bytes as they came.
            }
        }
        catch (JsonException exception)
        {
            throw LambdaFaults.NotJson(PayloadFault.Describe(payload.Span, exception));
        }
    }

    private static string? ReadClientContext(string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

        var bytes = new byte[base64.Length];
        return base64.Length <= InvocationLimits.ClientContextLength
            && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw LambdaFaults.Of(
                "InvalidRequestContentException",
                400,
                "Client context must be a valid Base64-encoded JSON object.");
    }
}
