using Gatehouse.Wire.SigV4;

namespace Gatehouse.Tests.Wire.SigV4;

/// <summary>
/// The credentials and requests of AWS's published Signature Version 4 test suite (aws-c-auth, signing test suite, v4):
/// facts of the protocol, quoted as values.
/// </summary>
internal static class SigningVectors
{
    public const string AccessKeyId = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Date = "20150830T123600Z";
    public const string Scope = "20150830/us-east-1/service/aws4_request";
    public const string Credential = AccessKeyId + "/" + Scope;

    public static DateTimeOffset Time { get; } = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    public static SigningRequest Request(string method, string path, string query, params (string, string)[] more) => new(
        method, path, query,
        [
            new("Host", "example.amazonaws.com"),
            .. more.Select(header => new KeyValuePair<string, string>(header.Item1, header.Item2)),
            new("X-Amz-Date", Date),
        ]);

    public static string Sign(
        SigningRequest request, PathForm form, string signedHeaders = "host;x-amz-date", string payload = "")
    {
        var key = new byte[SigningKey.Bytes];
        SigningKey.Derive(Secret, "20150830", "us-east-1", "service", key);
        var signature = new byte[SignatureInput.SignatureBytes];
        Input(request, form, signedHeaders, payload).Sign(key, signature);
        return Convert.ToHexStringLower(signature);
    }

    public static SignatureInput Input(SigningRequest request, PathForm form, string signedHeaders, string payload = "") =>
        new(request, form, Date, Scope, signedHeaders, SigV4Signer.HashPayload(System.Text.Encoding.UTF8.GetBytes(payload)),
            isPresigned: false);
}
