using System.Diagnostics;
using System.Globalization;
using Gatehouse.Languages.Schema;

namespace Gatehouse.Benchmarks;

/// <summary>
/// Our side of <c>bench/languages/run-schema</c>: validates the body for some seconds and prints the CPU time of the
/// process per validation, as the peer does.
/// </summary>
internal static class SchemaPeer
{
    /// <param name="arguments">The schema's file, the body's file, seconds.</param>
    public static int Measure(ReadOnlySpan<string> arguments)
    {
        var seconds = double.Parse(arguments[2], CultureInfo.InvariantCulture);
        var program = JsonSchemaProgram.Compile(File.ReadAllText(arguments[0]));
        var body = File.ReadAllBytes(arguments[1]);
        RunFor(seconds, program, body);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var count = RunFor(seconds, program, body);
        var used = Process.GetCurrentProcess().TotalProcessorTime - before;
        Console.WriteLine((used.TotalMicroseconds / count).ToString("F3", CultureInfo.InvariantCulture));
        return 0;
    }

    private static long RunFor(double seconds, JsonSchemaProgram program, byte[] body)
    {
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var count = 0L;
        var valid = true;
        while (Stopwatch.GetTimestamp() < end)
        {
            for (var i = 0; i < 1_000; i++)
            {
                valid &= program.Validate(body).IsValid;
            }

            count += 1_000;
        }

        return valid ? count : throw new InvalidOperationException("The body is not valid.");
    }
}
