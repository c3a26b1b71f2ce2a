using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Functions;

/// <summary>
/// Settings without a meaning on one's own machines: kept and shown, so that tools which compare (Terraform, CDK) see
/// what they wrote. Those that would change what the function does are refused instead, never dropped.
/// </summary>
internal static class RecordedSettings
{
    private const int MinStorageMiB = 512;
    private const int MaxStorageMiB = 10_240;

    private static readonly ImmutableArray<string> Kept =
        ["EphemeralStorage", "KMSKeyArn", "LoggingConfig", "SnapStart", "TracingConfig", "VpcConfig"];

    private static readonly ImmutableArray<string> Refused =
    [
        "CapacityProviderConfig", "CodeSigningConfigArn", "DurableConfig", "FileSystemConfigs", "ImageConfig",
        "TenancyConfig",
    ];

    /// <summary>What the call gives, over what the function has.</summary>
    /// <exception cref="Wire.Faults.ServiceFaultException">A setting that this server cannot honour.</exception>
    public static ImmutableSortedDictionary<string, string>? Apply(
        ImmutableSortedDictionary<string, string>? current, OperationInput input)
    {
        // Tools send empty ones to say "none".
        if (Refused.FirstOrDefault(member => !IsEmpty(input.Members[member])) is { } refused)
        {
            throw LambdaFaults.InvalidParameter($"{refused} is not supported by this server yet.");
        }

        if (input.Members["EphemeralStorage"]?["Size"]?.GetValue<int>() is < MinStorageMiB or > MaxStorageMiB)
        {
            throw LambdaFaults.Constraint(
                input.Members["EphemeralStorage"]!["Size"]!.ToJsonString(), "ephemeralStorage.size",
                $"Member must have value between {MinStorageMiB} and {MaxStorageMiB}");
        }

        var settings = current ?? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (var member in Kept.Where(input.Has))
        {
            settings = IsEmpty(input.Members[member])
                ? settings.Remove(member)
                : settings.SetItem(member, CompactJson.Write(input.Members[member]!));
        }

        return settings.IsEmpty ? null : settings;
    }

    /// <summary>Puts them over the defaults of a function's shape.</summary>
    public static void Show(ImmutableSortedDictionary<string, string>? settings, JsonObject shape)
    {
        foreach (var (member, json) in settings ?? ImmutableSortedDictionary<string, string>.Empty)
        {
            var value = JsonNode.Parse(json);
            if (shape[member] is JsonObject defaults && value is JsonObject given)
            {
                foreach (var (name, item) in given)
                {
                    defaults[name] = item?.DeepClone();
                }
            }
            else
            {
                shape[member] = value;
            }
        }
    }

    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject members => members.All(static member => IsEmpty(member.Value)),
        JsonValue value => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0,
        _ => false,
    };
}
