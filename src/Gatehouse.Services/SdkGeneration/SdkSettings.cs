using System.Collections.Immutable;
using Gatehouse.Services.ApiGateway;

namespace Gatehouse.Services.SdkGeneration;

/// <summary>The configuration properties that a caller of GetSdk gave.</summary>
internal sealed class SdkSettings
{
    private readonly Dictionary<string, string> _values;

    private SdkSettings(Dictionary<string, string> values) => _values = values;

    /// <summary>Checks what was given. The texts of refusals are unconfirmed (rest-control-plane §5.2); names that no
    /// property has are ignored, as unknown query parameters are elsewhere.</summary>
    public static SdkSettings Read(
        ImmutableArray<SdkSetting> settings, IReadOnlyDictionary<string, string> parameters)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var value = setting.Aliases.Prepend(setting.Name)
                .Select(parameters.GetValueOrDefault)
                .FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate));
            if (value is null)
            {
                if (setting.IsRequired)
                {
                    throw ApiGatewayFaults.BadRequest($"Missing required SDK parameter: {setting.Name}");
                }
            }
            else if (value.Length > setting.MaxLength || !setting.Form.IsMatch(value))
            {
                throw ApiGatewayFaults.BadRequest($"Invalid value for SDK parameter: {setting.Name}");
            }
            else
            {
                values[setting.Name] = value;
            }
        }

        return new SdkSettings(values);
    }

    public string Required(string name) => _values[name];

    public string? Find(string name) => _values.GetValueOrDefault(name);
}
