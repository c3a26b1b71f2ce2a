using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2;
using Gatehouse.Services.ApiGatewayV2.Integrations;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.OpenApi.HttpApis;

/// <summary>
/// <c>x-amazon-apigateway-integration</c> (http-api §4.1). One that a reference names is one integration, however many
/// routes share it.
/// </summary>
internal sealed class HttpIntegrationImport(
    ImportContext context, IgnoredParts info, IIdSource ids, ImmutableArray<IntegrationV2Document> existing)
{
    private static readonly ImmutableArray<string> RestMembers =
    [
        "passthroughBehavior", "responses", "requestTemplates", "cacheKeyParameters", "cacheNamespace",
        "contentHandling", "insecureSkipVerification",
    ];

    private readonly List<IntegrationV2Document> _integrations = [];

    /// <summary>By the place where they stand; <see langword="null"/> for those that were skipped.</summary>
    private readonly Dictionary<string, string?> _read = new(StringComparer.Ordinal);

    private readonly List<IntegrationV2Document> _former = [.. existing];

    public ImmutableArray<IntegrationV2Document> ToDocuments() => [.. _integrations];

    /// <param name="extension">The operation's extension.</param>
    /// <param name="place">The operation, for a problem's text.</param>
    /// <param name="formerId">The id that the route's integration had, kept when nothing else changed.</param>
    /// <param name="isSkipped">There is one that cannot be.</param>
    /// <returns>The integration's id; <see langword="null"/> when the operation has none.</returns>
    public string? Read(NodeView extension, string place, string? formerId, out bool isSkipped)
    {
        isSkipped = false;
        if (!extension.Exists)
        {
            return null;
        }

        var at = extension.Resolve();
        if (!at.IsObject)
        {
            context.Warn(extension.Pointer, $"Unable to put integration on {place}: expected an object. Ignoring.");
            isSkipped = true;
            return null;
        }

        if (!_read.TryGetValue(at.Pointer, out var id))
        {
            id = Add(at, place, formerId);
            _read[at.Pointer] = id;
        }

        isSkipped = id is null;
        return id;
    }

    /// <summary>Shared ones that no route names: an export prints them, so an import takes them (§5).</summary>
    public void ReadUnused()
    {
        foreach (var (name, shared) in context.Document["components"]["x-amazon-apigateway-integrations"].Members)
        {
            if (shared.IsObject && !_read.ContainsKey(shared.Pointer))
            {
                _read[shared.Pointer] = Add(shared, $"component '{name}'", formerId: null);
            }
        }
    }

    private string? Add(NodeView at, string place, string? formerId)
    {
        foreach (var member in RestMembers)
        {
            info.Ignore(at[member], member);
        }

        if (at["payloadFormatVersion"].Text is not { } version)
        {
            context.Warn(
                at.Pointer,
                $"Unable to put integration on {place}: payloadFormatVersion is a required parameter for integration. "
                + "Ignoring.");
            return null;
        }

        var integration = IntegrationInput.Complete(Document(at, version));
        try
        {
            IntegrationRules.Check(integration, context.Scope.Account);
        }
        catch (ServiceFaultException fault)
        {
            context.Warn(at.Pointer, $"Unable to put integration on {place}: {fault.Message} Ignoring.");
            return null;
        }

        integration = integration with { IntegrationId = IdOf(integration, formerId) };
        _integrations.Add(integration);
        return integration.IntegrationId;
    }

    private IntegrationV2Document Document(NodeView at, string version) => new()
    {
        IntegrationId = "",
        IntegrationType = at["type"].Text?.ToUpperInvariant() ?? "",
        IntegrationSubtype = InputMembers.Empty(at["integrationSubtype"].Text),
        IntegrationUri = InputMembers.Empty(at["uri"].Text),
        IntegrationMethod = InputMembers.Empty(at["httpMethod"].Text)?.ToUpperInvariant() switch
        {
            "X-AMAZON-APIGATEWAY-ANY-METHOD" => HttpRouteKey.Any,
            var method => method,
        },
        PayloadFormatVersion = version,
        ConnectionType = at["connectionType"].Text ?? IntegrationV2Document.Internet,
        ConnectionId = InputMembers.Empty(at["connectionId"].Text),
        CredentialsArn = InputMembers.Empty(at["credentials"].Text),
        Description = InputMembers.Empty(at["description"].Text),
        TimeoutInMillis = at["timeoutInMillis"].Number() ?? ApiV2Limits.MaxTimeoutInMillis,
        TlsConfig = at["tlsConfig"].IsObject
            ? new TlsConfig { ServerNameToVerify = at["tlsConfig"]["serverNameToVerify"].Text }
            : null,
        RequestParameters = Texts(at["requestParameters"]),
        ResponseParameters = at["responseParameters"].IsObject
            ? at["responseParameters"].Members.ToImmutableSortedDictionary(
                static status => status.Name,
                status => Texts(status.Value) ?? InputMembers.NoTexts,
                StringComparer.Ordinal)
            : null,
    };

    private ImmutableSortedDictionary<string, string>? Texts(NodeView map)
    {
        if (map.Exists && !map.IsObject)
        {
            context.Error(map.Pointer, "Invalid parameters: expected an object of strings");
        }

        var texts = InputMembers.NoTexts;
        foreach (var (name, value) in map.Members)
        {
            if (value.Text is { } text)
            {
                texts = texts.SetItem(name, text);
            }
            else
            {
                context.Error(value.Pointer, $"Invalid value for '{name}': expected a string");
            }
        }

        return texts.OrNull();
    }

    /// <summary>An integration that the API had keeps its id: two imports of one text change nothing.</summary>
    private string IdOf(IntegrationV2Document integration, string? formerId)
    {
        var content = Content(integration);
        var same = _former.FindIndex(former => former.IntegrationId == formerId && Content(former) == content);
        same = same >= 0 ? same : _former.FindIndex(former => Content(former) == content);
        if (same < 0)
        {
            return ids.AlphanumericId(ApiV2Limits.RouteIdLength);
        }

        var id = _former[same].IntegrationId;
        _former.RemoveAt(same);
        return id;
    }

    private static string Content(IntegrationV2Document integration) => JsonSerializer.Serialize(
        integration with { IntegrationId = "", ApiGatewayManaged = null }, ApiV2Json.Default.IntegrationV2Document);
}
