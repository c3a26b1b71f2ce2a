namespace Gatehouse.Wire.Contracts;

/// <summary>
/// Where an operation's top-level member travels. Members of nested shapes always travel in the body.
/// </summary>
public enum MemberLocation
{
    /// <summary>A field of the body.</summary>
    Body = 0,

    /// <summary>One segment of the path.</summary>
    Path = 1,

    /// <summary>One or more segments of the path (<c>{name+}</c>).</summary>
    PathGreedy = 2,

    /// <summary>The query parameter of that name; a list repeats it.</summary>
    Query = 3,

    /// <summary>A map of every query parameter that no other member binds.</summary>
    QueryParams = 4,

    /// <summary>The header of that name.</summary>
    Header = 5,

    /// <summary>A map of every header whose name begins with the location's name.</summary>
    PrefixHeaders = 6,

    /// <summary>The whole body.</summary>
    Payload = 7,

    /// <summary>The status code of the answer.</summary>
    StatusCode = 8,
}
