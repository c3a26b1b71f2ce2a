namespace Gatehouse.Execution.Exchange;

/// <summary>Takes the result of a task that is known to be done: the road of a call that nothing suspends.</summary>
internal static class Completed
{
    public static T Take<T>(in ValueTask<T> done)
    {
        System.Diagnostics.Debug.Assert(done.IsCompletedSuccessfully, "only a finished task may be taken");
        return done.Result;
    }
}
