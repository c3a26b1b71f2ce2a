using System.Collections.Immutable;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.Iam;

/// <summary>Tags of identities: at most fifty, keys told apart without case (security §3.3).</summary>
internal static class IamTags
{
    private const int KeyChars = 128;
    private const int ValueChars = 256;

    public static ImmutableArray<IdentityTag> Read(OperationInput input, string member = "Tags")
    {
        var tags = ImmutableArray.CreateBuilder<IdentityTag>();
        foreach (var item in input.Members[member]?.AsArray() ?? [])
        {
            var tag = new IdentityTag(
                item!["Key"]?.GetValue<string>() ?? "", item["Value"]?.GetValue<string>() ?? "");
            if (tag.Key.Length is 0 or > KeyChars || tag.Value.Length > ValueChars)
            {
                throw IamRoom.Invalid($"A tag key has 1 to {KeyChars} characters and a value at most {ValueChars}.");
            }

            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw new ServiceFaultException("InvalidInput", 400, "Tag keys that begin with aws: are reserved.");
            }

            tags.Add(tag);
        }

        var distinct = tags.DistinctBy(static tag => tag.Key, StringComparer.OrdinalIgnoreCase).Count();
        return distinct == tags.Count ? Check(tags.ToImmutable()) : throw new ServiceFaultException(
            "InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }

    public static ImmutableArray<IdentityTag> Add(ImmutableArray<IdentityTag> tags, ImmutableArray<IdentityTag> added) => Check(
    [
        .. tags.Select(tag => added.FirstOrDefault(other => IsSame(other.Key, tag.Key)) ?? tag),
        .. added.Where(tag => !tags.Any(other => IsSame(other.Key, tag.Key))),
    ]);

    public static ImmutableArray<IdentityTag> Remove(ImmutableArray<IdentityTag> tags, OperationInput input)
    {
        var keys = input.Members["TagKeys"]?.AsArray().Select(static key => key!.GetValue<string>()).ToList() ?? [];
        return tags.RemoveAll(tag => keys.Exists(key => IsSame(key, tag.Key)));
    }

    public static OperationOutput List(OperationInput input, ImmutableArray<IdentityTag> tags) =>
        IamPage.Of(input, "Tags", tags, IamViews.Tag);

    private static bool IsSame(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<IdentityTag> Check(ImmutableArray<IdentityTag> tags) =>
        tags.Length <= IdentityLimits.Tags ? tags : throw IamRoom.Exceeded(
            "The number of tags has reached the maximum limit.");
}
