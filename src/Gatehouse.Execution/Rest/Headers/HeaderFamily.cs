namespace Gatehouse.Execution.Rest.Headers;

/// <summary>
/// The three columns of the header rewrite table (sheet §1.5). MOCK counts as HTTP: only mapped headers.
/// </summary>
internal enum HeaderFamily
{
    Http = 0,
    HttpProxy = 1,
    Function = 2,
}

/// <summary>What becomes of one header on its way.</summary>
internal enum HeaderAction
{
    Pass = 0,
    Drop = 1,

    /// <summary>Renamed to <c>x-amzn-Remapped-{Name}</c>; the gateway's own value, if any, takes its place.</summary>
    Remap = 2,
}
