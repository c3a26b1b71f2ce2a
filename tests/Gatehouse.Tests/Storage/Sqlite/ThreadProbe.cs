using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Model.Documents;

namespace Gatehouse.Tests.Storage.Sqlite;

/// <summary>A document that notes on which kind of thread it is read: where the store works, not where the caller goes on.</summary>
internal sealed record ThreadProbe : IDocument<ThreadProbe>
{
    public static string Kind => "test/threadprobe";

    public static bool WasReadOnThePool { get; private set; }

    public static JsonTypeInfo<ThreadProbe> TypeInfo
    {
        get
        {
            WasReadOnThePool = Thread.CurrentThread.IsThreadPoolThread;
            return ThreadProbeJson.Default.ThreadProbe;
        }
    }
}

[JsonSerializable(typeof(ThreadProbe))]
internal sealed partial class ThreadProbeJson : JsonSerializerContext;
