using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Layers;

/// <summary>How callers name layers and their versions: by name, or by ARN.</summary>
internal static partial class LayerReference
{
    private const string Pattern =
        @"(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+";

    public static string ArnOf(DocumentScope scope, string layer) =>
        $"arn:aws:lambda:{scope.Region}:{scope.Account}:layer:{layer}";

    public static string IdOf(string layer, long version) =>
        string.Create(CultureInfo.InvariantCulture, $"{layer}/{version}");

    /// <summary>The name in <c>LayerName</c>, which may be an ARN.</summary>
    public static string ReadName(OperationCall call)
    {
        var text = call.Input.RequiredString("LayerName");
        var match = NameForm().Match(text);
        if (!match.Success)
        {
            throw LambdaFaults.Constraint(
                text, "layerName", $"Member must satisfy regular expression pattern: {Pattern}");
        }

        var name = match.Groups["name"].Value;
        return match.Groups["arn"].Success && text != ArnOf(call.Scope, name) ? throw LambdaFaults.NoPolicy() : name;
    }

    /// <returns>The id of the version; <see langword="null"/> when the ARN is no layer version of this scope.</returns>
    public static string? FindId(DocumentScope scope, string versionArn)
    {
        var match = VersionForm().Match(versionArn);
        return match.Success && match.Groups["layer"].Value == ArnOf(scope, match.Groups["name"].Value)
            && long.TryParse(
                match.Groups["version"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? IdOf(match.Groups["name"].Value, version)
            : null;
    }

    public static async ValueTask<Versioned<LayerVersionDocument>> OpenAsync(
        FunctionStore store, OperationCall call, CancellationToken cancellationToken)
    {
        var id = IdOf(ReadName(call), call.Input.Members["VersionNumber"]!.GetValue<long>());
        return await store.Documents.FindAsync<LayerVersionDocument>(call.Scope, id, cancellationToken)
            ?? throw LambdaFaults.NoPolicy();
    }

    [GeneratedRegex(
        "^(?<arn>arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:[0-9]{12}:layer:)?(?<name>[a-zA-Z0-9-_]{1,140})$",
        RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NameForm();

    [GeneratedRegex(
        "^(?<layer>arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:[0-9]{12}:layer:(?<name>[a-zA-Z0-9-_]{1,140})):(?<version>[0-9]{1,18})$",
        RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex VersionForm();
}
