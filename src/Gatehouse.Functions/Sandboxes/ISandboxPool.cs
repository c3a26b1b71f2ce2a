namespace Gatehouse.Functions.Sandboxes;

/// <summary>What a sandbox tells the pool that holds it. Must not block.</summary>
internal interface ISandboxPool
{
    /// <summary>It has finished an invocation and asked for the next.</summary>
    void Available(Sandbox sandbox);

    /// <summary>
    /// It has finished an invocation but has not asked for the next yet. Called under the sandbox's lock.
    /// </summary>
    void Finishing(Sandbox sandbox);

    /// <summary>Its process is gone.</summary>
    void Gone(Sandbox sandbox);
}

/// <summary>Where the pool counts a sandbox. Guarded by the pool's lock.</summary>
internal enum SandboxPhase
{
    Starting = 0,
    Idle = 1,
    Busy = 2,
    Finishing = 3,
    Stopping = 4,
    Gone = 5,
}
