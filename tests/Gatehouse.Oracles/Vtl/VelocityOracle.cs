using Gatehouse.Oracles.Java;

namespace Gatehouse.Oracles.Vtl;

/// <summary>Velocity 1.7, started once for all tests of a class.</summary>
public sealed class VelocityOracle : IDisposable
{
    private readonly OracleProcess? _process;
    private readonly string _reason;

    public VelocityOracle()
    {
        var classPath = JavaTools.FindVelocity(out _reason);
        _process = classPath is null ? null : OracleProcess.Start("velocity/VelocityOracle.java", classPath);
    }

    internal OracleProcess Process
    {
        get
        {
            Assert.SkipWhen(_process is null, _reason);
            return _process!;
        }
    }

    public void Dispose() => _process?.Dispose();
}
