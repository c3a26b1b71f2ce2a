namespace Gatehouse.Execution.Mapping;

/// <summary>What happens to a body that no template matches (sheet §5.6).</summary>
internal enum PassthroughBehavior
{
    WhenNoMatch = 0,
    WhenNoTemplates = 1,
    Never = 2,
}
