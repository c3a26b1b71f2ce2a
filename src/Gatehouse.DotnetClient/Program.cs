using System.Globalization;

namespace Gatehouse.DotnetClient;

/// <summary>
/// The runtime interface client of .NET class libraries: finds the handler <c>Assembly::Type::Method</c>, asks the
/// Runtime API for events and answers them, one at a time (deployment-and-tools §6.3). Own work; the wire is the one of
/// Amazon.Lambda.RuntimeSupport, which executables bring themselves.
/// </summary>
internal static class Program
{
    private const int InitFailed = 1;

    public static int Main()
    {
        var output = ClientOutput.Install();
        var wire = RuntimeWire.Connect(Variable("AWS_LAMBDA_RUNTIME_API"));
        FunctionHandler handler;
        try
        {
            handler = FunctionHandler.Load(Variable("_HANDLER"), Variable("LAMBDA_TASK_ROOT"));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            wire.Post("init/error", ErrorDocument.Write(exception), ErrorDocument.TypeOf(exception), output.Bytes);
            return InitFailed;
        }

        wire.AskForWork(output.Bytes);
        while (true)
        {
            var call = wire.ReadEvent();
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", call.Find("Lambda-Runtime-Trace-Id"));
            var id = call.Find("Lambda-Runtime-Aws-Request-Id")!;
            byte[] answer;
            string? errorType = null;
            try
            {
                answer = handler.Invoke(call);
            }
            catch (Exception exception)
            {
                Console.Error.WriteLine(exception);
                answer = ErrorDocument.Write(exception);
                errorType = ErrorDocument.TypeOf(exception);
            }

            var target = string.Create(
                CultureInfo.InvariantCulture, $"invocation/{id}/{(errorType is null ? "response" : "error")}");
            wire.PostAndAskForWork(target, answer, errorType, output.Bytes);
        }
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"The environment variable {name} is not set.");
}
