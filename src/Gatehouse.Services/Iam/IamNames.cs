using System.Security.Cryptography;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam;

/// <summary>Fresh ids and the forms of names (security §3.2, §3.3).</summary>
internal static class IamNames
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int RandomChars = 17;

    /// <param name="prefix">Of the kind: <c>AIDA</c>, <c>AROA</c>, …</param>
    public static string UniqueId(string prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, RandomChars);

    /// <summary>The path of a new thing; <c>/</c> unless one is given.</summary>
    public static string PathOf(OperationInput input)
    {
        var path = input.FindString("Path") ?? "/";
        var isPath = path.Length <= 512 && path[0] == '/' && path[^1] == '/' && path.All(static c => c is > ' ' and < '\u007f');
        return isPath ? path : throw IamRoom.Invalid(
            "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric "
            + "characters and/or / characters.");
    }

    /// <summary>What a list is narrowed to.</summary>
    public static string PathPrefixOf(OperationInput input) => input.FindString("PathPrefix") ?? "/";
}
