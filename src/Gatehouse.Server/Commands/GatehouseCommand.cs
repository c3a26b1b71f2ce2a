namespace Gatehouse.Server.Commands;
internal static class GatehouseCommand { public static Task<int> InvokeAsync(string[] args) => Task.FromResult(args.Length); }
