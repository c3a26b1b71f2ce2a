using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Methods;

/// <summary>Runs a method of the definition as it stands, undeployed (rest-execution §13.1).</summary>
internal sealed class TestInvokeMethod(RestApiStore store, IMethodTester? tester) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceAsync(call, cancellationToken);
        var verb = OpenedResource.Verb(call);
        if (opened.FindMethod(verb) is null && opened.FindMethod("ANY") is null)
        {
            throw ApiGatewayFaults.NoMethod();
        }

        var test = new MethodTest
        {
            Scope = call.Scope,
            Definition = await opened.Api.ReadDefinitionAsync(cancellationToken),
            ResourceId = call.Input.RequiredString("resourceId"),
            Verb = verb,
            PathWithQueryString = call.Input.FindString("pathWithQueryString"),
            Body = call.Input.FindString("body") ?? "",
            Headers = HeadersOf(call.Input),
            StageVariables = call.Input.Find(
                "stageVariables", RestApiJson.Default.ImmutableSortedDictionaryStringString)
                ?? ImmutableSortedDictionary<string, string>.Empty,
            ClientCertificateId = call.Input.FindString("clientCertificateId"),
            Tester = new MethodTester(call.Scope.Account, call.CallerArn, call.AccessKeyId, call.UserAgent),
        };
        // An ANY method is tested with the verb of the call; ANY itself is no verb (§13.1).
        var result = tester is null
            ? throw new InvalidOperationException("The server was composed without a data plane.")
            : await tester.TestAsync(test, cancellationToken);
        return Write(result ?? throw ApiGatewayFaults.NoMethod());
    }

    /// <summary>Both maps together; a name in both keeps its several values.</summary>
    internal static ImmutableArray<KeyValuePair<string, string>> HeadersOf(OperationInput input)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        var multiple = input.Members["multiValueHeaders"]?.AsObject();
        foreach (var (name, value) in input.Members["headers"]?.AsObject() ?? [])
        {
            if (value is not null && multiple?.ContainsKey(name) != true)
            {
                headers.Add(new(name, value.GetValue<string>()));
            }
        }

        foreach (var (name, values) in multiple ?? [])
        {
            foreach (var value in values?.AsArray() ?? [])
            {
                headers.Add(new(name, value?.GetValue<string>() ?? ""));
            }
        }

        return headers.DrainToImmutable();
    }

    private static OperationOutput Write(MethodTestResult result)
    {
        var headers = new JsonObject();
        var multiple = new JsonObject();
        foreach (var (name, values) in result.Headers)
        {
            headers[name] = values[^1]; // the single view shows the last value
            multiple[name] = new JsonArray([.. values.Select(static value => (JsonNode)JsonValue.Create(value))]);
        }

        return OperationOutput.Of(new JsonObject
        {
            ["status"] = result.Status,
            ["body"] = result.Body,
            ["headers"] = headers,
            ["multiValueHeaders"] = multiple,
            ["log"] = result.Log,
            ["latency"] = result.LatencyMs,
        });
    }
}
