using System.Buffers;
using System.Buffers.Text;
using Gatehouse.Execution.Rest;

namespace Gatehouse.Execution.Mapping;

internal enum ContentHandling
{
    None = 0,
    ToBinary = 1,
    ToText = 2,
}

internal enum PayloadForm
{
    AsIs = 0,
    EncodeBase64 = 1,
    DecodeBase64 = 2,
}

/// <summary>The conversion tables of binary and text payloads (sheet §8.2 and §8.3) as two functions.</summary>
internal static class PayloadConversion
{
    public static PayloadForm OfRequest(
        BinaryMediaTypes types, ReadOnlySpan<char> contentType, ContentHandling handling)
    {
        var isBinary = types.IsDefined && types.Matches(MediaType.OfContentType(contentType));
        return (isBinary, handling) switch
        {
            (true, ContentHandling.ToText) => PayloadForm.EncodeBase64,
            (false, ContentHandling.ToBinary) => PayloadForm.DecodeBase64,
            _ => PayloadForm.AsIs,
        };
    }

    /// <param name="types">The API's binary media types.</param>
    /// <param name="contentType">Of the response.</param>
    /// <param name="accepted">The first media type of the request's Accept; empty without one.</param>
    /// <param name="handling">Of the integration response.</param>
    public static PayloadForm OfResponse(
        BinaryMediaTypes types, ReadOnlySpan<char> contentType, ReadOnlySpan<char> accepted, ContentHandling handling)
    {
        if (!types.IsDefined)
        {
            return handling == ContentHandling.ToBinary ? PayloadForm.DecodeBase64 : PayloadForm.AsIs;
        }

        var isBinary = types.Matches(MediaType.OfContentType(contentType));
        return (isBinary, types.Matches(accepted), handling) switch
        {
            (false, false, ContentHandling.ToBinary) => PayloadForm.DecodeBase64,
            (false, false, _) => PayloadForm.AsIs,
            (false, true, ContentHandling.ToText) => PayloadForm.AsIs,
            (false, true, _) => PayloadForm.DecodeBase64,
            (true, false, ContentHandling.ToBinary) => PayloadForm.AsIs,
            (true, false, _) => PayloadForm.EncodeBase64,
            (true, true, ContentHandling.ToText) => PayloadForm.EncodeBase64,
            (true, true, _) => PayloadForm.AsIs,
        };
    }

    /// <returns><see langword="false"/> when the bytes are not Base64 (500, API_CONFIGURATION_ERROR).</returns>
    public static bool TryApply(PayloadForm form, ReadOnlyMemory<byte> input, out ReadOnlyMemory<byte> output)
    {
        switch (form)
        {
            case PayloadForm.AsIs:
                output = input;
                return true;
            case PayloadForm.EncodeBase64:
                var encoded = new byte[Base64.GetMaxEncodedToUtf8Length(input.Length)];
                Base64.EncodeToUtf8(input.Span, encoded, out _, out var encodedCount);
                output = encoded.AsMemory(0, encodedCount);
                return true;
            case PayloadForm.DecodeBase64:
                var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(input.Length)];
                var status = Base64.DecodeFromUtf8(input.Span, decoded, out _, out var decodedCount);
                output = decoded.AsMemory(0, decodedCount);
                return status == OperationStatus.Done;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
