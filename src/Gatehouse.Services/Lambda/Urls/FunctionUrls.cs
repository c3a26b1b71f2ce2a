using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Urls;

/// <summary>What the operations on function URLs have in common.</summary>
internal static class FunctionUrlShape
{
    /// <value>Seconds. Source: the Lambda API reference, Cors.</value>
    private const int MaxMaxAge = 86_400;

    /// <value>Entries of one list. Source: the Lambda API reference, Cors.</value>
    private const int MaxEntries = 100;

    public static async ValueTask<(FunctionName Name, Versioned<FunctionUrlDocument> Stored)> OpenAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var name = await CheckAsync(store, call, cancellationToken);
        var stored = await store.Documents.FindAsync<FunctionUrlDocument>(
            call.Scope, FunctionStore.IdOf(name), cancellationToken);
        return (name, stored ?? throw LambdaFaults.NoPolicy());
    }

    /// <summary>A URL belongs to the function or to an alias, never to a version.</summary>
    public static async ValueTask<FunctionName> CheckAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var (name, _) = await store.OpenAsync(call, cancellationToken);
        return name.Qualifier is { } qualifier && (qualifier == "$LATEST" || AliasDocument.IsVersion(qualifier))
            ? throw LambdaFaults.Constraint(
                qualifier, "qualifier",
                "Member must satisfy regular expression pattern: (^\\$LATEST$)|((?!^[0-9]+$)([a-zA-Z0-9-_]+))")
            : name;
    }

    public static FunctionUrlDocument Apply(FunctionUrlDocument url, OperationInput input) => url with
    {
        AuthType = input.FindString("AuthType") ?? url.AuthType,
        InvokeMode = input.FindString("InvokeMode") ?? url.InvokeMode,
        Cors = input.Has("Cors") ? ReadCors(input.Members["Cors"]!.AsObject()) : url.Cors,
    };

    public static JsonObject Of(OperationCall call, FunctionName name, FunctionUrlDocument url)
    {
        var shape = new JsonObject
        {
            ["FunctionUrl"] = AddressOf(call, url),
            ["FunctionArn"] = name.Arn,
            ["AuthType"] = url.AuthType,
            ["CreationTime"] = url.CreationTime,
            ["LastModifiedTime"] = url.LastModifiedTime,
            ["InvokeMode"] = url.InvokeMode,
        };
        if (url.Cors is { } cors)
        {
            shape["Cors"] = Write(cors);
        }

        return shape;
    }

    /// <summary>On the server that the caller reached, by its port; AWS has <c>on.aws</c>.</summary>
    private static string AddressOf(OperationCall call, FunctionUrlDocument url)
    {
        var endpoint = new Uri(call.EndpointUrl);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{endpoint.Scheme}://{url.UrlId}.lambda-url.{call.Scope.Region}.{endpoint.Authority}/");
    }

    private static FunctionUrlCors? ReadCors(JsonObject cors)
    {
        var read = new FunctionUrlCors
        {
            AllowCredentials = cors["AllowCredentials"]?.GetValue<bool>(),
            AllowHeaders = Texts(cors, "AllowHeaders"),
            AllowMethods = Texts(cors, "AllowMethods"),
            AllowOrigins = Texts(cors, "AllowOrigins"),
            ExposeHeaders = Texts(cors, "ExposeHeaders"),
            MaxAge = cors["MaxAge"]?.GetValue<int>(),
        };
        if (read.MaxAge is < 0 or > MaxMaxAge)
        {
            throw LambdaFaults.Constraint(
                $"{read.MaxAge}", "cors.maxAge", $"Member must have value less than or equal to {MaxMaxAge}");
        }

        // Tools send an empty one to say "none".
        return read == new FunctionUrlCors() ? null : read;
    }

    private static ImmutableArray<string>? Texts(JsonObject cors, string member)
    {
        if (cors[member] is not JsonArray { Count: > 0 } given)
        {
            return null;
        }

        return given.Count <= MaxEntries
            ? [.. given.Select(static text => text!.GetValue<string>())]
            : throw LambdaFaults.Constraint(
                member, $"cors.{char.ToLowerInvariant(member[0])}{member[1..]}",
                $"Member must have length less than or equal to {MaxEntries}");
    }

    private static JsonObject Write(FunctionUrlCors cors)
    {
        var shape = new JsonObject();
        if (cors.AllowCredentials is { } credentials)
        {
            shape["AllowCredentials"] = credentials;
        }

        Add("AllowHeaders", cors.AllowHeaders);
        Add("AllowMethods", cors.AllowMethods);
        Add("AllowOrigins", cors.AllowOrigins);
        Add("ExposeHeaders", cors.ExposeHeaders);
        if (cors.MaxAge is { } age)
        {
            shape["MaxAge"] = age;
        }

        return shape;

        void Add(string member, ImmutableArray<string>? values)
        {
            if (values is { } given)
            {
                shape[member] = new JsonArray([.. given.Select(static value => (JsonNode)value)]);
            }
        }
    }
}
