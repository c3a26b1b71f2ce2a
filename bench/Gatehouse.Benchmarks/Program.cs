using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Gatehouse.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
