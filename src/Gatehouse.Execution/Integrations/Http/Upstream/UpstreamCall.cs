namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>What one SendAsync carries through its steps.</summary>
internal readonly record struct UpstreamCall(UpstreamTarget Target, UpstreamRequest Request, long Started, long Deadline);
