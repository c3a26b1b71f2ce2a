using System.Collections.Immutable;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>What an import ignores because HTTP APIs have nothing of the kind (http-api §4.2).</summary>
internal sealed class IgnoredParts
{
    private readonly List<string> _texts = [];

    public ImmutableArray<string> Texts => [.. _texts];

    /// <summary>Notes a member that is there; the text is ours.</summary>
    public void Ignore(NodeView member, string what)
    {
        if (member.Exists && _texts.Count < OpenApiLimits.Problems)
        {
            _texts.Add($"Ignoring {what} at {member.Pointer}: not supported on protocolType HTTP");
        }
    }
}
