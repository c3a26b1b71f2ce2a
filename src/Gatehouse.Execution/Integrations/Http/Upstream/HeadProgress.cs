namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>How far the parser of a response head came.</summary>
internal enum HeadProgress
{
    Incomplete = 0,
    Complete = 1,
    Malformed = 2,
    TooLarge = 3,
}
