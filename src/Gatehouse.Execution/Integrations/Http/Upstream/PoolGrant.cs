namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>A pool's answer to the wish for one more connection.</summary>
internal enum PoolGrant
{
    Connect = 0,
    Wait = 1,
    Exhausted = 2,

    /// <summary>The pool was dropped a moment ago; ask for the target's pool again.</summary>
    Retired = 3,
}
