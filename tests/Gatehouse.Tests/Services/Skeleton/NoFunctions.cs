using Gatehouse.Model.Functions;

namespace Gatehouse.Tests.Services.Skeleton;

/// <summary>A function host and a package store that no test of the control plane's own operations may reach.</summary>
internal sealed class NoFunctions : IFunctionInvoker, IFunctionPackages
{
    public ValueTask<FunctionResult> InvokeAsync(FunctionCall call, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No function is invoked here.");

    public FunctionStream InvokeStreaming(FunctionCall call) =>
        throw new InvalidOperationException("No function is invoked here.");

    public ValueTask<string> PutAsync(ReadOnlyMemory<byte> zip, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No package is stored here.");

    public ValueTask<Stream?> OpenAsync(string packageKey, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No package is read here.");
}
