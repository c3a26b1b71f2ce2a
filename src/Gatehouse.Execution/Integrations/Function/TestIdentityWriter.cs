using System.Text.Json;
using Gatehouse.Execution.TestInvocations;

namespace Gatehouse.Execution.Integrations.Function;

/// <summary>The identity that a function sees in a test: constants, and the tester's own (sheet §13.1).</summary>
internal static class TestIdentityWriter
{
    public static void Write(Utf8JsonWriter json, TestCaller test)
    {
        json.WriteStartObject("identity"u8);
        json.WriteNull("cognitoIdentityPoolId"u8);
        json.WriteNull("cognitoIdentityId"u8);
        json.WriteString("apiKey"u8, TestNames.ApiKey);
        json.WriteNull("principalOrgId"u8);
        json.WriteNull("cognitoAuthenticationType"u8);
        json.WriteString("userArn"u8, test.Arn);
        json.WriteString("apiKeyId"u8, TestNames.ApiKeyId);
        json.WriteString("userAgent"u8, test.UserAgent);
        json.WriteString("accountId"u8, test.Account);
        json.WriteString("caller"u8, test.Account);
        json.WriteString("sourceIp"u8, TestNames.SourceIp);
        json.WriteString("accessKey"u8, test.AccessKeyId);
        json.WriteNull("cognitoAuthenticationProvider"u8);
        json.WriteString("user"u8, test.Account);
        json.WriteEndObject();
    }
}
