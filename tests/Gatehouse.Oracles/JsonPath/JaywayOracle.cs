using Gatehouse.Oracles.Java;

namespace Gatehouse.Oracles.JsonPath;

/// <summary>Jayway JsonPath 2.9, started once for all tests of a class.</summary>
public sealed class JaywayOracle : IDisposable
{
    private readonly OracleProcess? _process;
    private readonly string _reason;

    public JaywayOracle()
    {
        var classPath = JavaTools.FindJsonPath(out _reason);
        _process = classPath is null ? null : OracleProcess.Start("jsonpath/JaywayOracle.java", classPath);
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
