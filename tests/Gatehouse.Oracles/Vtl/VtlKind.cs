namespace Gatehouse.Oracles.Vtl;

/// <summary>What the generator believes a value to be. It is wrong now and then, on purpose.</summary>
internal enum VtlKind
{
    Text,
    Whole,
    Fraction,
    Flag,
    List,
    Map,
    Any,
}
