namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>The slots of a loop's variables; -1 for those that the template never reads.</summary>
/// <param name="Element">The loop variable.</param>
/// <param name="Count"><c>$velocityCount</c>.</param>
/// <param name="HasNext"><c>$velocityHasNext</c>.</param>
/// <param name="Scope"><c>$foreach</c>.</param>
internal sealed record ForeachSlots(int Element, int Count, int HasNext, int Scope);
