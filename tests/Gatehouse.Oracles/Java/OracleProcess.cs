using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Gatehouse.Oracles.Java;

/// <summary>One long-lived JVM that answers requests in order (tests/oracles/Frames.java is the other end).</summary>
internal sealed class OracleProcess : IDisposable
{
    private const int Flush = -1;
    private const int LongestAnswer = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _oneBatch = new(1);
    private readonly string _folder;
    private readonly Process _process;
    private readonly BufferedStream _requests;
    private readonly BufferedStream _answers;

    private OracleProcess(string folder, Process process)
    {
        _folder = folder;
        _process = process;
        _requests = new BufferedStream(process.StandardInput.BaseStream, 1 << 16);
        _answers = new BufferedStream(process.StandardOutput.BaseStream, 1 << 16);
    }

    /// <summary>Compiles a driver and starts it.</summary>
    public static OracleProcess Start(string driver, string classPath)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-oracle-").FullName;
        var source = Path.Combine(folder, Path.GetFileName(driver));
        File.WriteAllText(source, Relocated(File.ReadAllText(Path.Combine(JavaTools.DriverFolder, driver)), classPath));
        var frames = Path.Combine(JavaTools.DriverFolder, "Frames.java");
        Compile("javac", "-nowarn", "-encoding", "UTF-8", "-cp", classPath, "-d", folder, source, frames);
        var start = new ProcessStartInfo("java")
        {
            ArgumentList =
            {
                "-Xss4m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-cp", folder + Path.PathSeparator + classPath, Path.GetFileNameWithoutExtension(driver), "serve",
            },
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new OracleProcess(folder, process);
    }

    /// <summary>
    /// Asks a batch of requests, each of one or more texts, while the caller does other work. Answers stand in the order
    /// of the requests.
    /// </summary>
    public async Task<string[]> AskAsync(IReadOnlyList<string[]> batch)
    {
        await _oneBatch.WaitAsync();
        try
        {
            var sent = Task.Run(() => Send(batch));
            var received = Task.Run(() => Receive(batch));
            await Task.WhenAll(sent, received).WaitAsync(Patience);
            return await received;
        }
        finally
        {
            _oneBatch.Release();
        }
    }

    public string Ask(params string[] request) => AskAsync([request]).GetAwaiter().GetResult()[0];

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _oneBatch.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // WireMock carries Jayway JsonPath and json-smart under package names of its own.
    private static string Relocated(string source, string classPath) =>
        !classPath.Contains("wiremock", StringComparison.Ordinal)
            ? source
            : source.Replace("import com.jayway.", "import wiremock.com.jayway.", StringComparison.Ordinal)
                .Replace("import net.minidev.", "import wiremock.net.minidev.", StringComparison.Ordinal);

    private static void Compile(string compiler, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(compiler, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var problems = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{compiler} refuses the driver: {problems}");
        }
    }

    private void Send(IReadOnlyList<string[]> batch)
    {
        foreach (var request in batch)
        {
            WriteInt(request.Length);
            foreach (var text in request)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                WriteInt(bytes.Length);
                _requests.Write(bytes);
            }
        }
        WriteInt(Flush);
        _requests.Flush();
    }

    private string[] Receive(IReadOnlyList<string[]> batch)
    {
        var answers = new string[batch.Count];
        var number = new byte[sizeof(int)];
        for (var i = 0; i < answers.Length; i++)
        {
            _answers.ReadExactly(number);
            var length = BinaryPrimitives.ReadInt32BigEndian(number);
            if (length is < 0 or > LongestAnswer)
            {
                throw new InvalidOperationException($"The oracle answers {length} bytes for {batch[i][0]}");
            }
            var bytes = new byte[length];
            _answers.ReadExactly(bytes);
            answers[i] = Encoding.UTF8.GetString(bytes);
        }
        return answers;
    }

    private void WriteInt(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _requests.Write(bytes);
    }
}
