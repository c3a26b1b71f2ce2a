using System.Text;
using Gatehouse.Identity.Signatures;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;
using Gatehouse.Wire.SigV4;
using Shouldly;

namespace Gatehouse.Tests.Services.Skeleton;

public sealed class SignatureAuthenticatorTests
{
    private const string Account = "123456789012";
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SignatureAuthenticator _authenticator = new(
        new RootCredentials("AKIDEXAMPLE", "right", Account), new SettableClock { Now = Now });

    [Fact]
    public async Task A_right_signature_names_the_caller_its_account_and_its_region()
    {
        var caller = await AuthenticateAsync("right", "{}");

        caller.ShouldBe(new CallerIdentity(new(Account, "eu-west-1"), $"arn:aws:iam::{Account}:root", "AKIDEXAMPLE"));
    }

    [Theory]
    [InlineData("wrong", "{}", "apigateway", "InvalidSignatureException")]
    [InlineData("right", "{\"other\":1}", "apigateway", "InvalidSignatureException")]
    [InlineData("right", "{}", "lambda", "InvalidSignatureException")]
    public async Task A_signature_of_another_key_body_or_service_is_refused(
        string secret, string body, string service, string code)
    {
        var fault = await Should.ThrowAsync<ServiceFaultException>(() => AuthenticateAsync(secret, body, service));

        (fault.Code, fault.Status).ShouldBe((code, 403));
    }

    private async Task<CallerIdentity> AuthenticateAsync(string secret, string body, string service = "apigateway")
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", "localhost:4566") };
        var signer = new SigV4Signer(
            new SigningCredentials("AKIDEXAMPLE", secret, null), "eu-west-1", "apigateway", new SigningKeyCache());
        signer.SignHeaders("POST", "/restapis", "", headers, Now, SigV4Signer.HashPayload("{}"u8));
        return await _authenticator.AuthenticateAsync(
            new ControlRequest
            {
                Method = "POST",
                RawPath = "/restapis",
                RawQuery = "",
                Headers = headers,
                EndpointUrl = "http://localhost:4566",
                Body = Encoding.UTF8.GetBytes(body),
            },
            service,
            CancellationToken.None);
    }
}
