using System.Diagnostics;
using System.Text;
using Gatehouse.Identity.Secrets;
using Gatehouse.Server.Composition;

namespace Gatehouse.Server.Secrets;

/// <summary>
/// A master key that never leaves a KMS: the operator's command, run by the shell with <c>wrap</c> or <c>unwrap</c> as its
/// last argument, reads one line from its input and writes one line. What is wrapped is 32 bytes in Base64; what comes
/// back is whatever the KMS calls its ciphertext. Nothing secret is an argument or a variable, where others could read it.
/// </summary>
internal sealed class CommandMasterKey(string command, TimeProvider time) : IMasterKey
{
    public string Id => "command";

    public Task<string> WrapAsync(byte[] key, string keyId, CancellationToken cancellationToken) =>
        RunAsync("wrap", Convert.ToBase64String(key), cancellationToken);

    public async Task<byte[]?> UnwrapAsync(string wrapped, string keyId, CancellationToken cancellationToken)
    {
        var key = new byte[IdentityKey.KeyBytes + 3];
        var text = await RunAsync("unwrap", wrapped, cancellationToken);
        return Convert.TryFromBase64String(text, key, out var length) && length == IdentityKey.KeyBytes
            ? key[..length]
            : null;
    }

    private async Task<string> RunAsync(string verb, string input, CancellationToken cancellationToken)
    {
        using var process = Start(verb);
        using var late = new CancellationTokenSource(SecretsLimits.CommandTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var answer = ReadAsync(process.StandardOutput, either.Token);
            await SendAsync(process, input, either.Token);
            var text = (await answer).Trim();
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 && text.Length > 0 && !text.Contains('\n', StringComparison.Ordinal)
                ? text
                : throw new OperatorException(
                    $"The master key's command answered '{verb}' with exit code {process.ExitCode} and "
                    + $"{(text.Length == 0 ? "nothing" : "an answer")}: it must write one line and end with 0. What it wrote to "
                    + "standard error stands above.");
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new OperatorException(
                $"The master key's command took longer than {SecretsLimits.CommandTime.TotalSeconds:0} s to {verb} a key.");
        }
    }

    /// <summary>A command that ends without reading says by its exit code why.</summary>
    private static async Task SendAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync((input + "\n").AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The pipe is closed: it has ended already.
        }
    }

    private Process Start(string verb)
    {
        // The operator's own words, as a shell would take them; the verb is an argument and no part of the text.
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var argument in new[] { "-c", command + " \"$@\"", "gatehouse", verb })
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new OperatorException($"The master key's command cannot be run: {exception.Message}");
        }
    }

    private static async Task<string> ReadAsync(StreamReader output, CancellationToken cancellationToken)
    {
        var buffer = new char[SecretsLimits.CommandAnswerLength];
        var length = await output.ReadBlockAsync(buffer, cancellationToken);
        return length < buffer.Length
            ? new string(buffer, 0, length)
            : throw new OperatorException(
                $"The master key's command answered more than {SecretsLimits.CommandAnswerLength} characters.");
    }
}
