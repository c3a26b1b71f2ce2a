using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Apis;
using Gatehouse.Services.OpenApi;
using Gatehouse.Services.OpenApi.HttpApis;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Wire.Faults;
using Shouldly;

namespace Gatehouse.Tests.Services.OpenApi.HttpApis;

/// <summary>Whatever the document, an import ends with an HTTP API or with a 400; and nothing guarded comes out open.</summary>
public sealed class HttpApiImportPropertyTests
{
    private const int Runs = 500;

    private static readonly DocumentScope Scope = new("000000000000", "us-east-1");

    private static readonly string[] Intruders =
    [
        "null", "true", "-1", "1e400", "\"\"", "\"x\"", "[]", "{}", "[[]]", "{\"$ref\":\"#/paths\"}", "{\"$ref\":\"#/\"}", "{\"$ref\":1}",
        "{\"type\":\"jwt\"}", "{\"\":{\"\":null}}", "\"{a+}\"", "\"arn:\"", "{\"200\":null}", "[{}]", "[{\"users\":[]},{\"users\":[]}]",
        "\"\\u0000\"", "\"${stageVariables.\"",
    ];

    /// <summary>Every operation is guarded.</summary>
    private const string Guarded = """
        {"openapi":"3.0.1","info":{"title":"a","version":"1"},"servers":[{"url":"https://x.example/v1"}],
         "tags":[{"name":"t","x-amazon-apigateway-tag-value":"v"}],
         "x-amazon-apigateway-cors":{"allowOrigins":["https://a.example"],"allowMethods":["GET"],"maxAge":3},
         "paths":{"/a/{id}":{"get":{"operationId":"x","security":[{"users":["s"]}],"x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"GET","uri":"https://example.com/{id}","payloadFormatVersion":"1.0","requestParameters":{"append:header.a":"$request.path.id"},"responseParameters":{"200":{"append:header.b":"c"}}}}},
                  "/$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true,"security":[{"fn":[]}],"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/q"}}},
                  "/iam":{"post":{"x-amazon-apigateway-auth":{"type":"AWS_IAM"}}}},
         "components":{"x-amazon-apigateway-integrations":{"q":{"type":"aws_proxy","integrationSubtype":"SQS-PurgeQueue","credentials":"arn:aws:iam::000000000000:role/r","payloadFormatVersion":"1.0","requestParameters":{"QueueUrl":"u"}}},
          "securitySchemes":{
           "users":{"type":"oauth2","x-amazon-apigateway-authorizer":{"type":"jwt","jwtConfiguration":{"issuer":"https://i.example","audience":["a"]},"identitySource":"$request.header.Authorization"}},
           "fn":{"type":"apiKey","name":"x","in":"header","x-amazon-apigateway-authorizer":{"type":"request","authorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations","authorizerPayloadFormatVersion":"2.0","identitySource":["$request.header.x"]}}}}}
        """;

    [Fact]
    public void The_sample_is_imported_without_a_warning()
    {
        var text = File.ReadAllText(Path.Combine(Architecture.SourceTree.Root, "samples", "http-api", "openapi.yaml"));

        var result = Import(Encoding.UTF8.GetBytes(text));

        result.Problems.ShouldBeEmpty();
        result.Definition!.Routes.Select(route => route.RouteKey).Order(StringComparer.Ordinal)
            .ShouldBe(["$default", "DELETE /notes/{id}", "GET /health", "GET /notes", "POST /notes"]);
        result.Definition.Integrations.Length.ShouldBe(2);
    }

    [Fact]
    public void Mutated_bytes_never_throw_anything_else()
    {
        var mutation = from edits in Gen.ListOf(from at in Gen.Choose(0, Guarded.Length - 1)
                                                from length in Gen.Choose(0, 40)
                                                from insert in Gen.Elements("", "{", "[", "\"", ":", ",", "null", "\u0000", "&a ", "*a")
                                                select (at, length, insert))
                       select edits.Aggregate(Guarded, static (text, edit) => string.Concat(
                           text.AsSpan(0, Math.Min(edit.at, text.Length)), edit.insert,
                           text.AsSpan(Math.Min(text.Length, Math.Min(edit.at, text.Length) + edit.length))));
        Check(mutation, static text => Survives(text, out _));
    }

    [Fact]
    public void Mutated_trees_end_with_an_API_or_a_400()
    {
        var mutation = from edits in Gen.ListOf(from at in Gen.Choose(0, 10_000) from intruder in Gen.Elements(Intruders) select (at, intruder))
                       select edits.Aggregate(Tree(Guarded), static (tree, edit) => Replace(tree, edit.at, edit.intruder)).ToJsonString();
        Check(mutation, static text => Survives(text, out _));
    }

    [Fact]
    public void What_the_schemes_are_mutated_to_never_opens_a_route()
    {
        var mutation = from edits in Gen.NonEmptyListOf(from at in Gen.Choose(0, 10_000) from intruder in Gen.Elements(Intruders) select (at, intruder))
                       select edits.Aggregate(Tree(Guarded), static (tree, edit) =>
                       {
                           Replace((JsonObject)tree["components"]!["securitySchemes"]!, edit.at, edit.intruder);
                           return tree;
                       }).ToJsonString();
        Check(mutation, static text =>
            Survives(text, out var definition)
            && (definition?.Routes ?? []).All(static route => route.AuthorizationType != "NONE"));
    }

    private static void Check<T>(Gen<T> generator, Func<T, bool> property) =>
        Prop.ForAll(generator.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private static bool Survives(string text, out ApiV2Definition? definition)
    {
        definition = null;
        try
        {
            definition = Import(Encoding.UTF8.GetBytes(text)).OrThrow(failOnWarnings: false);
            return true;
        }
        catch (DocumentTextException)
        {
            return true;
        }
        catch (ServiceFaultException fault)
        {
            return fault.Status == 400;
        }
    }

    private static HttpApiImportResult Import(byte[] text)
    {
        var root = OpenApiDocumentText.Parse(text).Root;
        HttpSecurityImport.Issuers(root).IsDefault.ShouldBeFalse();
        return new HttpApiImporter(new RandomIdSource(), new ApiV2Quotas()).Import(
            root, BasePathMode.Ignore, ImportApi.Empty("abcdefghij", 0), Scope, FrozenSet<string>.Empty);
    }

    private static JsonObject Tree(string text) => OpenApiDocumentText.Parse(Encoding.UTF8.GetBytes(text)).Root;

    /// <summary>Puts the intruder in the place of the n-th value, counted around.</summary>
    private static JsonObject Replace(JsonObject tree, int at, string intruder)
    {
        var places = Places(tree).ToList();
        if (places.Count > 0)
        {
            places[at % places.Count](JsonNode.Parse(intruder));
        }

        return tree;
    }

    private static IEnumerable<Action<JsonNode?>> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.ToList().SelectMany(member =>
            Places(member.Value).Prepend(value => members[member.Key] = value)),
        JsonArray items => Enumerable.Range(0, items.Count).ToList().SelectMany(index =>
            Places(items[index]).Prepend(value => items[index] = value)),
        _ => [],
    };
}
