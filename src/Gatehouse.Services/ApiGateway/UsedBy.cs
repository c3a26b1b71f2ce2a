using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway;

/// <summary>Finds the method that keeps a part of an API from being deleted (rest-control-plane §3.1).</summary>
internal static class UsedBy
{
    /// <returns><c>{VERB}/{path}</c> with the path's own slash, as in <c>GET//test</c>; <see langword="null"/> when
    /// unused.</returns>
    public static async ValueTask<string?> FindMethodAsync(
        OpenedApi api, Func<MethodDocument, bool> uses, CancellationToken cancellationToken)
    {
        var tree = await api.ReadTreeAsync(cancellationToken);
        foreach (var resource in tree.All.Select(resource => resource.Value))
        {
            foreach (var (verb, method) in resource.ResourceMethods)
            {
                if (uses(method))
                {
                    return $"{verb}/{tree.PathOf(resource)}";
                }
            }
        }

        return null;
    }
}
