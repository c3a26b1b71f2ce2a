using Gatehouse.Model.Documents;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Throttling;

/// <summary>The room's state: the keys in force, the counters, the buckets. One for all publications.</summary>
internal sealed class ThrottlingServices(
    IIdSource ids, TimeProvider time, ILoggerFactory loggers, Rate? accountDefault)
{
    public ApiKeyCatalog Keys { get; } = new(new KeyHasher(ids));

    public RateStates Rates { get; } = new(time, accountDefault);

    public UsageLedger Ledger { get; } = new(time, loggers.CreateLogger<UsageLedger>());

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = loggers.CreateLogger<ThrottlingServices>();
}
