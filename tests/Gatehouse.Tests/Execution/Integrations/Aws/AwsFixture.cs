using System.Collections.Frozen;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.RestApis;
using Gatehouse.Tests.Execution.Integrations.Http;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Execution.Integrations.Aws;

/// <summary>A data plane whose AWS services are one backend of the test's.</summary>
internal sealed class AwsFixture : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::000000000000:role/gateway";

    private AwsFixture(BackendServer service, ExecutionHarness harness) => (Service, Harness) = (service, harness);

    public BackendServer Service { get; }

    public ExecutionHarness Harness { get; }

    public string Detail => Harness.Records.Records[^1].Detail ?? "";

    public static IntegrationDocument Integration(string uri) => new()
    {
        Type = "AWS",
        Uri = "arn:aws:apigateway:us-east-1:" + uri,
        HttpMethod = "POST",
        Credentials = Role,
        IntegrationResponses = ApiBuilder.Map(("200", new IntegrationResponseDocument { StatusCode = "200" })),
    };

    /// <param name="integration">Of <c>ANY /{proxy+}</c>.</param>
    /// <param name="answer">The service's.</param>
    /// <param name="entry">The operator's word on every service; by default fixed credentials and no roles.</param>
    /// <param name="stage">Changes the stage.</param>
    public static async Task<AwsFixture> StartAsync(
        IntegrationDocument integration, Func<HttpContext, Task>? answer = null,
        Func<ExternalService, ExternalService>? entry = null, Func<StageDocument, StageDocument>? stage = null)
    {
        var service = await BackendServer.StartAsync(answer);
        var any = new ExternalService
        {
            Endpoint = new Uri(service.Url),
            Credentials = new ServiceCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
            AssumesRoles = false,
        };
        var map = new ExternalServiceMap
        {
            Services = new Dictionary<string, ExternalService> { ["*"] = entry?.Invoke(any) ?? any }
                .ToFrozenDictionary(StringComparer.Ordinal),
        };
        var harness = await ExecutionHarness.StartAsync(
            new ApiBuilder().Method("/{proxy+}", "ANY", integration), stage,
            dependencies => dependencies with { ExternalServices = map });
        return new AwsFixture(service, harness);
    }

    public async ValueTask DisposeAsync()
    {
        await Harness.DisposeAsync();
        await Service.DisposeAsync();
    }
}
