namespace Gatehouse.Services.ApiGateway.Patching;

/// <summary>
/// What a path allows. <c>move</c> and <c>test</c> pass the contract but no resource offers them (§1.11).
/// </summary>
[Flags]
internal enum PatchOps
{
    None = 0,
    Add = 1,
    Replace = 2,
    Remove = 4,
    Copy = 8,
}

internal static class PatchOpsText
{
    public static PatchOps Parse(string op) => op switch
    {
        "add" => PatchOps.Add,
        "replace" => PatchOps.Replace,
        "remove" => PatchOps.Remove,
        "copy" => PatchOps.Copy,
        _ => PatchOps.None,
    };

    /// <summary>The list as family D prints it: <c>add, remove, replace</c>.</summary>
    public static string List(PatchOps ops)
    {
        var names = new List<string>();
        foreach (var (op, name) in new[]
        {
            (PatchOps.Add, "add"), (PatchOps.Remove, "remove"), (PatchOps.Replace, "replace"), (PatchOps.Copy, "copy"),
        })
        {
            if (ops.HasFlag(op))
            {
                names.Add(name);
            }
        }

        return string.Join(", ", names);
    }
}
