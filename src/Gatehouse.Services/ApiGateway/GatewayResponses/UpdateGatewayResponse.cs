using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

/// <summary>The first patch of a default makes it a customised one (rest-control-plane §2.10).</summary>
internal sealed class UpdateGatewayResponse(RestApiStore store) : IOperation
{
    private const PatchOps Any = PatchOps.Add | PatchOps.Replace | PatchOps.Remove;

    public static readonly PatchTable<GatewayResponseDocument> Patches = new(
        PatchFamily.NamesPath,
        new("/statusCode", PatchOps.Replace, (one, in m) => one with { StatusCode = Status(m) }),
        new("/responseParameters/{key}", Any, (one, in m) =>
        {
            if (m.Op != PatchOps.Add && one.ResponseParameters?.ContainsKey(m.Key) != true)
            {
                throw ApiGatewayFaults.NotFound("Invalid parameter name specified");
            }

            return one with
            {
                ResponseParameters = m.IsRemove
                    ? PatchMaps.Remove(one.ResponseParameters, m.Key)
                    : PatchMaps.Set(one.ResponseParameters, m.Key, NotEmpty(m, "responseParameters")),
            };
        }),
        new("/responseTemplates/{key}", Any, (one, in m) =>
        {
            // §1.8 gives one text for a missing key of a gateway response.
            if (m.Op != PatchOps.Add && one.ResponseTemplates?.ContainsKey(m.Key) != true)
            {
                throw ApiGatewayFaults.NotFound("Invalid parameter name specified");
            }

            return one with
            {
                ResponseTemplates = m.IsRemove
                    ? PatchMaps.Remove(one.ResponseTemplates, m.Key)
                    : PatchMaps.Set(one.ResponseTemplates, m.Key, NotEmpty(m, "responseTemplates")),
            };
        }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var type = call.Input.RequiredString("responseType");
        var customised = await GatewayResponseShape.ReadCustomisedAsync(api, cancellationToken);
        var before = customised.GetValueOrDefault(type) ?? GatewayResponseDefaults.Inherited(type, customised);
        var after = Patches.Apply(before, PatchOperation.Of(call.Input));
        GatewayResponseRules.Check(after);
        await api.CommitAsync(api.Edit().Upsert(api.PartId(type), after), cancellationToken);
        return OperationOutput.Of(GatewayResponseShape.Write(after, isDefault: false));
    }

    private static string Status(in PatchMatch match) =>
        match.Value is { Length: 3 } text && text[0] is >= '1' and <= '5' && text.All(char.IsAsciiDigit)
            ? text
            : throw match.BadValue("a status code");

    private static string NotEmpty(in PatchMatch match, string map) => match.ValueOrNull
        ?? throw ApiGatewayFaults.BadRequest($"Invalid null or empty value in {map}");
}
