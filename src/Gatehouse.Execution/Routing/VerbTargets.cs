namespace Gatehouse.Execution.Routing;

/// <summary>The methods that a route can name (http-api §3.3), by number.</summary>
internal static class Verbs
{
    public const string Any = "ANY";

    public const int Count = 7;

    /// <returns>Below zero for any other method.</returns>
    public static int IndexOf(string verb) => verb switch
    {
        "GET" => 0,
        "POST" => 1,
        "PUT" => 2,
        "DELETE" => 3,
        "PATCH" => 4,
        "HEAD" => 5,
        "OPTIONS" => 6,
        _ => -1,
    };
}

/// <summary>What the methods of one path template lead to. HEAD is not served by GET (http-api §6.3).</summary>
internal sealed class VerbTargets<T>
    where T : class
{
    private readonly T?[] _targets = new T?[Verbs.Count];
    private T? _any;

    /// <summary>The method itself, else <c>ANY</c>.</summary>
    public T? Find(int verb) => _targets[verb] ?? _any;

    /// <returns><see langword="false"/> when the method is taken, or none.</returns>
    public bool TryAdd(string verb, T target)
    {
        var index = Verbs.IndexOf(verb);
        ref var slot = ref _any;
        if (index >= 0)
        {
            slot = ref _targets[index];
        }
        else if (verb != Verbs.Any)
        {
            return false;
        }

        if (slot is not null)
        {
            return false;
        }

        slot = target;
        return true;
    }
}
