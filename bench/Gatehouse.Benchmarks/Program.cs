using BenchmarkDotNet.Running;
using Gatehouse.Benchmarks;

// dotnet run -c Release --project bench/Gatehouse.Benchmarks -- --filter '*'
// The first argument `templates` makes this process one of the peers of bench/languages/run-templates.
if (args is ["templates", ..])
{
    return TemplatePeer.Measure(args.AsSpan(1));
}

// `schema` does so for bench/languages/run-schema.
if (args is ["schema", ..])
{
    return SchemaPeer.Measure(args.AsSpan(1));
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
