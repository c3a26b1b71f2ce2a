namespace Gatehouse.DotnetClient;

/// <summary>One event with what came in the head of its answer.</summary>
internal sealed class RuntimeEvent(Dictionary<string, string> headers, byte[] body)
{
    public byte[] Body { get; } = body;

    /// <returns><see langword="null"/> when there is no such header.</returns>
    public string? Find(string header) => headers.GetValueOrDefault(header);
}
