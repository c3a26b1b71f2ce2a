// dotnet Caller.dll KEY SIGNED-ENDPOINT
using System.Text.Json;
using SimpleCalcSdk;
using SimpleCalcSdk.Models;

static async Task<Exception?> Caught(Func<Task> call)
{
    try
    {
        await call();
        return null;
    }
    catch (Exception error)
    {
        return error;
    }
}

static string? Verified(ApiResponse response) => response.Json<Dictionary<string, string>>()!["verified"];

using var client = new ApiClient(new ApiClientOptions { ApiKey = args[0] });
using var open = new ApiClient();
using var signing = new ApiClient(new ApiClientOptions
{
    Endpoint = new Uri(args[1]),
    Credentials = new ApiCredentials("AKID", "SECRET", "TOKEN"),
});
var add = new Input { A = 1.5, B = 2, Op = "add" };
var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

var query = await client.GetApiRootAsync("1", "2", "+ &=ü/*'");
var path = await client.GetABOpAsync(a: "x y", b: "ü+ö", op: "50%", xTrace: "t1");
var list = await client.ListHistoryAsync();
await client.PutFileAsync("a/b c.bin", bytes);
var file = await client.GetFileAsync("a/b c.bin", accept: "image/png");
var error = (ApiException?)await Caught(() => client.FailAsync());
Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object?>
{
    ["query"] = new object?[] { query.Output!.C, query.Input!.Op, query.History![0].Who, query.Tags!["k"] },
    ["body"] = (await client.PostApiRootAsync(add)).Input!.A,
    ["path"] = new[] { path.Tags!["path"], path.Tags["trace"] },
    ["list"] = new object?[] { list.Count, list[0].Output!.C },
    ["keyless"] = (int)((ApiException)(await Caught(() => open.ListHistoryAsync()))!).Status,
    ["binary"] = file.Content.SequenceEqual(bytes),
    ["error"] = new object?[] { (int)error!.Status, JsonDocument.Parse(error.Body).RootElement.GetProperty("message").GetString() },
    ["timeout"] = await Caught(() => client.SlowAsync(new CallOptions { Timeout = TimeSpan.FromMilliseconds(200) })) is TimeoutException,
    ["dots"] = await Caught(() => client.GetABOpAsync("..", "x", "y")) is ArgumentException,
    ["signed"] = Verified(await signing.GetSecureAsync("b a/ü")),
    ["signedBody"] = Verified(await signing.PostSecureAsync(add)),
    ["unknown"] = query.AdditionalProperties,
}));
