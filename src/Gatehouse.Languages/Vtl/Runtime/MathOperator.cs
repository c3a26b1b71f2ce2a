namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The operators of arithmetic.</summary>
internal enum MathOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}
