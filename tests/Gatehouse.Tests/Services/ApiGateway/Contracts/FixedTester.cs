using Gatehouse.Model.Authorizers;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>The data plane's part in the two test operations: always the same answer.</summary>
internal sealed class FixedTester : IMethodTester, IAuthorizerTester
{
    public ValueTask<MethodTestResult?> TestAsync(MethodTest test, CancellationToken cancellationToken) =>
        new(new MethodTestResult { Status = 200, Body = "", Headers = [], Log = "", LatencyMs = 1 });

    public ValueTask<AuthorizerTestResult> TestAsync(AuthorizerTest test, CancellationToken cancellationToken) =>
        new(new AuthorizerTestResult { ClientStatus = 0, Log = "", LatencyMs = 1 });
}
