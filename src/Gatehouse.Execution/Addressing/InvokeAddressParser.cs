using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Addressing;

/// <summary>
/// Recognises the addresses of deployed APIs: the default host names and the path forms of local tooling.
/// </summary>
internal static class InvokeAddressParser
{
    private const string ExecuteApi = "execute-api";
    private const string EmulatorPrefix = "/_aws/execute-api/";
    private const string LegacyPrefix = "/restapis/";
    private const string LegacyMarker = "/_user_request_";

    /// <param name="host">The Host header, with or without a port.</param>
    /// <param name="target">The request target as received: origin form or absolute form.</param>
    /// <param name="apiIdHeader">The value of <c>x-apigw-api-id</c>, for a VPC endpoint's public DNS name.</param>
    /// <param name="address">Valid when <see langword="true"/> is returned.</param>
    public static bool TryParse(
        ReadOnlySpan<char> host, ReadOnlySpan<char> target, ReadOnlySpan<char> apiIdHeader, out InvokeAddress address)
    {
        var pathStart = PathStart(target);
        if (pathStart < 0)
        {
            address = default;
            return false;
        }

        var query = target[pathStart..].IndexOf('?');
        var pathEnd = query < 0 ? target.Length : pathStart + query;
        var path = target[pathStart..pathEnd];

        if (TryReadHost(host, apiIdHeader, out var apiId))
        {
            address = FromStage(apiId, target, pathStart, pathStart, pathEnd, isPathForm: false);
            return true;
        }

        if (path.StartsWith(EmulatorPrefix, StringComparison.Ordinal))
        {
            return TryReadEmulatorForm(target, pathStart, pathEnd, out address);
        }

        if (path.StartsWith(LegacyPrefix, StringComparison.Ordinal))
        {
            return TryReadLegacyForm(target, pathStart, pathEnd, out address);
        }

        address = default;
        return false;
    }

    /// <summary>Reads the address of a request to a custom domain.</summary>
    /// <returns><see langword="false"/> when no mapping takes the path.</returns>
    public static bool TryMap(ReadOnlySpan<char> target, DomainPlan domain, out InvokeAddress address)
    {
        address = default;
        var pathStart = PathStart(target);
        if (pathStart < 0)
        {
            return false;
        }

        var query = target[pathStart..].IndexOf('?');
        var pathEnd = query < 0 ? target.Length : pathStart + query;
        if (domain.Match(target[pathStart..pathEnd], out var rest) is not { } mapping)
        {
            return false;
        }

        if (mapping.Stage is null)
        {
            var open = FromStage(mapping.ApiId, target, pathStart, pathStart + rest, pathEnd, isPathForm: false);
            address = new InvokeAddress
            {
                ApiId = open.ApiId,
                Stage = open.Stage,
                ResourceStart = open.ResourceStart,
                PathStart = pathStart,
                PathEnd = pathEnd,
                IsPathForm = false,
                BasePath = mapping.BasePath,
                ApiPathStart = open.ApiPathStart,
            };
            return true;
        }

        address = new InvokeAddress
        {
            ApiId = mapping.ApiId,
            Stage = mapping.Stage,
            ResourceStart = pathStart + rest,
            PathStart = pathStart,
            PathEnd = pathEnd,
            IsPathForm = false,
            BasePath = mapping.BasePath,
            ApiPathStart = pathStart + rest,
            IsStageGiven = true,
        };
        return true;
    }

    /// <summary>Reads the address of a request to a custom domain that a routing rule takes.</summary>
    /// <returns><see langword="false"/> when no rule takes it.</returns>
    public static bool TryRoute(
        ReadOnlySpan<char> target, DomainPlan domain, IHeaderDictionary headers, out InvokeAddress address)
    {
        address = default;
        var pathStart = PathStart(target);
        if (pathStart < 0)
        {
            return false;
        }

        var query = target[pathStart..].IndexOf('?');
        var pathEnd = query < 0 ? target.Length : pathStart + query;
        foreach (var rule in domain.Rules)
        {
            if (rule.Matches(target[pathStart..pathEnd], headers, out var basePath, out var rest))
            {
                address = new InvokeAddress
                {
                    ApiId = rule.ApiId,
                    Stage = rule.Stage,
                    ResourceStart = pathStart + (rule.StripsBasePath ? rest : 0),
                    PathStart = pathStart,
                    PathEnd = pathEnd,
                    IsPathForm = false,
                    BasePath = rule.StripsBasePath ? basePath : string.Empty,
                    ApiPathStart = pathStart,
                    IsStageGiven = true,
                };
                return true;
            }
        }

        return false;
    }

    /// <summary>The first segment of the path, where a stage or a health check would stand.</summary>
    public static ReadOnlySpan<char> FirstSegment(ReadOnlySpan<char> target)
    {
        var start = PathStart(target);
        if (start < 0)
        {
            return default;
        }

        var path = target[start..].TrimStart('/');
        var end = path.IndexOfAny('/', '?');
        return end < 0 ? path : path[..end];
    }

    /// <summary>Index of the path: 0 in origin form, after the authority in absolute form, -1 in any other.</summary>
    private static int PathStart(ReadOnlySpan<char> target)
    {
        if (target.Length > 0 && target[0] == '/')
        {
            return 0;
        }

        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return -1;
        }

        // A user in the authority is how one host is dressed as another (RFC 9110 §4.2.4).
        var slash = target[(scheme + 3)..].IndexOf('/');
        return slash < 0 || target.Slice(scheme + 3, slash).Contains('@') ? -1 : scheme + 3 + slash;
    }

    private static bool TryReadHost(
        ReadOnlySpan<char> host, ReadOnlySpan<char> apiIdHeader, out ReadOnlySpan<char> apiId)
    {
        apiId = default;
        var dot = host.IndexOf('.');
        if (dot <= 0)
        {
            return false;
        }

        var rest = host[(dot + 1)..];
        if (!rest.StartsWith(ExecuteApi, StringComparison.OrdinalIgnoreCase)
            || (rest.Length > ExecuteApi.Length && rest[ExecuteApi.Length] is not ('.' or ':')))
        {
            return false;
        }

        apiId = host[..dot];
        if (apiId.StartsWith("vpce-", StringComparison.OrdinalIgnoreCase) && !apiIdHeader.IsEmpty)
        {
            apiId = apiIdHeader; // the endpoint's own public name: the header says which API
            return true;
        }

        var endpoint = apiId.IndexOf("-vpce-", StringComparison.OrdinalIgnoreCase);
        if (endpoint > 0)
        {
            apiId = apiId[..endpoint]; // Route 53 alias of a private API
        }

        return true;
    }

    private static bool TryReadEmulatorForm(
        ReadOnlySpan<char> target, int pathStart, int pathEnd, out InvokeAddress address)
    {
        var idStart = pathStart + EmulatorPrefix.Length;
        var slash = target[idStart..pathEnd].IndexOf('/');
        var idEnd = slash < 0 ? pathEnd : idStart + slash;
        if (idEnd == idStart)
        {
            address = default;
            return false;
        }

        address = FromStage(target[idStart..idEnd], target, pathStart, idEnd, pathEnd, isPathForm: true);
        return true;
    }

    private static bool TryReadLegacyForm(
        ReadOnlySpan<char> target, int pathStart, int pathEnd, out InvokeAddress address)
    {
        address = default;
        var idStart = pathStart + LegacyPrefix.Length;
        var idLength = target[idStart..pathEnd].IndexOf('/');
        if (idLength <= 0)
        {
            return false;
        }

        var stageStart = idStart + idLength + 1;
        var stageLength = target[stageStart..pathEnd].IndexOf('/');
        if (stageLength <= 0)
        {
            return false;
        }

        // Without the marker this is a call of the management API.
        var afterStage = target[(stageStart + stageLength)..pathEnd];
        if (!afterStage.StartsWith(LegacyMarker, StringComparison.Ordinal)
            || (afterStage.Length > LegacyMarker.Length && afterStage[LegacyMarker.Length] != '/'))
        {
            return false;
        }

        address = new InvokeAddress
        {
            ApiId = target.Slice(idStart, idLength),
            Stage = target.Slice(stageStart, stageLength),
            ResourceStart = stageStart + stageLength + LegacyMarker.Length,
            PathStart = pathStart,
            PathEnd = pathEnd,
            IsPathForm = true,
            ApiPathStart = stageStart - 1,
            IsStageGiven = true,
        };
        return true;
    }

    /// <summary>Reads the stage from the first non-empty segment at <paramref name="start"/>.</summary>
    private static InvokeAddress FromStage(
        ReadOnlySpan<char> apiId, ReadOnlySpan<char> target, int pathStart, int start, int pathEnd, bool isPathForm)
    {
        var stageStart = start;
        while (stageStart < pathEnd && target[stageStart] == '/')
        {
            stageStart++;
        }

        var slash = target[stageStart..pathEnd].IndexOf('/');
        var stageEnd = slash < 0 ? pathEnd : stageStart + slash;
        return new InvokeAddress
        {
            ApiId = apiId,
            Stage = target[stageStart..stageEnd],
            ResourceStart = stageEnd,
            PathStart = pathStart,
            PathEnd = pathEnd,
            IsPathForm = isPathForm,
            ApiPathStart = start,
        };
    }
}
