using System.Text.Json.Nodes;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>How long tokens live: numbers with units, within AWS's bounds (security §6.3).</summary>
internal static class TokenLifetimes
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromDays(3_650);

    public static TimeSpan Of(int number, string unit) => unit switch
    {
        "seconds" => TimeSpan.FromSeconds(number),
        "minutes" => TimeSpan.FromMinutes(number),
        "days" => TimeSpan.FromDays(number),
        _ => TimeSpan.FromHours(number),
    };

    /// <exception cref="Wire.Faults.ServiceFaultException">InvalidParameterException.</exception>
    public static void Check(JsonObject settings)
    {
        Check(settings, "AccessTokenValidity", "AccessToken", "hours", Shortest, Longest);
        Check(settings, "IdTokenValidity", "IdToken", "hours", Shortest, Longest);
        Check(settings, "RefreshTokenValidity", "RefreshToken", "days", ShortestRefresh, LongestRefresh);
    }

    private static void Check(
        JsonObject settings, string member, string unitMember, string usual, TimeSpan least, TimeSpan most)
    {
        if (settings[member]?.GetValue<int>() is not { } number || number == 0)
        {
            return;
        }

        var unit = settings["TokenValidityUnits"]?[unitMember]?.GetValue<string>() ?? usual;
        if (number < 0 || number > LongestRefresh.TotalSeconds || Of(number, unit) is var length && (length < least || length > most))
        {
            throw CognitoFaults.Invalid("Invalid range for token validity.");
        }
    }
}
