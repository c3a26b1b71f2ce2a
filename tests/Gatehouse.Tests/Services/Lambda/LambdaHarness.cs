using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Lambda.Functions;
using Gatehouse.Services.Skeleton;
using Gatehouse.Tests.Fakes;
using Gatehouse.Tests.Services.Skeleton;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Gatehouse.Tests.Services.Lambda;

/// <summary>Lambda's operations without a socket and without processes.</summary>
internal sealed class LambdaHarness
{
    public const string FunctionsPath = "/2015-03-31/functions";
    public const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:hello";
    public const string Role = "arn:aws:iam::000000000000:role/any";

    private readonly ControlPlane _plane;

    public LambdaHarness()
    {
        var ids = new RandomIdSource();
        Downloads = new FunctionDownloads(Packages, ids, Clock);
        _plane = new ControlPlane(new ControlPlaneOptions
        {
            Documents = Store,
            Packages = Packages,
            Functions = Host,
            Events = Host,
            Warmth = Host,
            Downloads = Downloads,
            Ids = ids,
            Time = Clock,
            Loggers = NullLoggerFactory.Instance,
            Authenticator = new LoopbackAuthenticator(),
        });
    }

    public InMemoryDocumentStore Store { get; } = new();

    public SettableClock Clock { get; } = new();

    public PackagesInMemory Packages { get; } = new();

    public ScriptedFunctions Host { get; } = new();

    public FunctionDownloads Downloads { get; }

    public static string Zip(string content = "exports.handler = async () => 1;")
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("index.js").Open());
            writer.Write(content);
        }

        return Convert.ToBase64String(buffer.ToArray());
    }

    public Task<Answer> CreateAsync(string members = "", string name = "hello", string? zip = null) => CallAsync(
        "POST", FunctionsPath,
        $$"""
        {"FunctionName":"{{name}}","Runtime":"nodejs22.x","Handler":"index.handler","Role":"{{Role}}","Code":{"ZipFile":"{{zip ?? Zip()}}"}{{members}} }
        """);

    public async Task<Answer> CallAsync(
        string method, string target, string? body = null, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        var request = context.Features.Get<IHttpRequestFeature>()!;
        request.Method = method;
        request.RawTarget = target;
        request.Path = target.Split('?')[0];
        request.Scheme = "http";
        request.Headers.Host = "localhost:4566";
        request.Headers.Authorization = ControlPlaneHarness.Authorization("lambda");
        request.Headers["X-Amz-Date"] = "20260101T000000Z";
        foreach (var (name, value) in headers)
        {
            request.Headers[name] = value;
        }

        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        request.Headers.ContentLength = bytes.Length;
        request.Body = new MemoryStream(bytes);
        using var output = new MemoryStream();
        context.Response.Body = output;
        await _plane.HandleAsync(context);
        return new Answer(
            context.Response.StatusCode,
            Encoding.UTF8.GetString(output.ToArray()),
            context.Response.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
    }

    public async Task<string> ConfigurationAsync() => (await CallAsync("GET", $"{FunctionsPath}/hello/configuration")).Text;
}

internal sealed class PackagesInMemory : IFunctionPackages
{
    public ConcurrentDictionary<string, byte[]> Stored { get; } = new(StringComparer.Ordinal);

    public ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(zip.Span));
        Stored[key] = zip.ToArray();
        return new ValueTask<string>(key);
    }

    public ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken) =>
        new(Stored.TryGetValue(packageKey, out var zip) ? new MemoryStream(zip) : null);
}

/// <summary>Answers when it is let go.</summary>
internal sealed class ScriptedFunctions : IFunctionInvoker, IFunctionEvents, IFunctionWarmth
{
    public ConcurrentQueue<FunctionCall> Calls { get; } = new();

    public TaskCompletionSource? Gate { get; set; }

    public async ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return new FunctionResult { Outcome = FunctionOutcome.Succeeded, Payload = "1"u8.ToArray() };
    }

    public FunctionStream InvokeStreaming(FunctionCall call)
    {
        Calls.Enqueue(call);
        return Stream?.Invoke() ?? FunctionStream.Refused(new FunctionResult { Outcome = FunctionOutcome.Succeeded });
    }

    public Func<FunctionStream>? Stream { get; set; }

    public ConcurrentQueue<FunctionCall> Events { get; } = new();

    public bool IsFull { get; set; }

    public FunctionWarmth Warmth { get; set; }

    public bool TryPost(FunctionCall call)
    {
        Events.Enqueue(call);
        return !IsFull;
    }

    public FunctionWarmth Describe(in FunctionName function) => Warmth;
}
