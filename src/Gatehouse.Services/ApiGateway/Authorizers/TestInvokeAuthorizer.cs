using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.Authorizers;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Methods;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

/// <summary>Asks an authorizer of the definition as it stands, undeployed (security §5.7, rest-execution §13.2).</summary>
internal sealed class TestInvokeAuthorizer(RestApiStore store, IAuthorizerTester? tester) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        var authorizer = await AuthorizerShape.FindAsync(api, call, cancellationToken);
        var test = new AuthorizerTest
        {
            Scope = call.Scope,
            Definition = await api.ReadDefinitionAsync(cancellationToken),
            AuthorizerId = authorizer.Value.Id,
            PathWithQueryString = call.Input.FindString("pathWithQueryString"),
            Body = call.Input.FindString("body") ?? "",
            Headers = TestInvokeMethod.HeadersOf(call.Input),
            StageVariables = MapOf(call.Input, "stageVariables"),
            AdditionalContext = MapOf(call.Input, "additionalContext"),
            Tester = new MethodTester(call.Scope.Account, call.CallerArn, call.AccessKeyId, call.UserAgent),
        };
        return Write(tester is null
            ? throw new InvalidOperationException("The server was composed without a data plane.")
            : await tester.TestAsync(test, cancellationToken));
    }

    private static ImmutableSortedDictionary<string, string> MapOf(OperationInput input, string member) =>
        input.Find(member, RestApiJson.Default.ImmutableSortedDictionaryStringString)
        ?? ImmutableSortedDictionary<string, string>.Empty;

    private static OperationOutput Write(AuthorizerTestResult result)
    {
        var output = new JsonObject
        {
            ["clientStatus"] = result.ClientStatus,
            ["log"] = result.Log,
            ["latency"] = result.LatencyMs,
        };
        if (result.PrincipalId is not null)
        {
            output["principalId"] = result.PrincipalId;
        }

        if (result.Policy is not null)
        {
            output["policy"] = result.Policy;
        }

        if (!result.Authorization.IsEmpty)
        {
            var lists = new JsonObject();
            foreach (var (name, text) in result.Authorization)
            {
                lists[name] = new JsonArray(JsonValue.Create(text));
            }

            output["authorization"] = lists;
        }

        if (result.Claims is { } claims)
        {
            var texts = new JsonObject();
            foreach (var (name, text) in claims)
            {
                texts[name] = text;
            }

            output["claims"] = texts;
        }

        return OperationOutput.Of(output);
    }
}
