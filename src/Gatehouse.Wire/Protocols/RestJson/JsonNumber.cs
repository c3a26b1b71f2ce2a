using System.Globalization;
using System.Text.Json.Nodes;

namespace Gatehouse.Wire.Protocols.RestJson;

/// <summary>Numbers of a <see cref="JsonNode"/>, whether it was parsed or made from a CLR value of any width.</summary>
internal static class JsonNumber
{
    public static double ToDouble(JsonNode node) =>
        double.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>Instants as text.</summary>
internal static class TimestampText
{
    public static string Write(Contracts.TimestampFormat format, double epochSeconds)
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(epochSeconds * 1000));
        return instant.ToString(
            format == Contracts.TimestampFormat.HttpDate ? "r" : "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'",
            CultureInfo.InvariantCulture);
    }
}
