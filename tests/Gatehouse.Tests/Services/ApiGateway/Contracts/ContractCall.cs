using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Tests.Services.Skeleton;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>A call by the contract: members by their model names, put where the contract binds them.</summary>
internal sealed record ContractCall(OperationContract Operation, JsonObject Members)
{
    /// <summary>Sent instead of the body that the members make.</summary>
    public string? RawBody { get; init; }

    /// <summary>Query parameters as they are, for what is no valid value.</summary>
    public IReadOnlyDictionary<string, string> RawQuery { get; init; } = new Dictionary<string, string>();

    public string Accept { get; init; } = "application/json";

    public ContractCall Without(string member)
    {
        var members = Members.DeepClone().AsObject();
        members.Remove(member);
        return this with { Members = members };
    }

    public ContractCall With(string member, JsonNode? value)
    {
        var members = Members.DeepClone().AsObject();
        members[member] = value;
        return this with { Members = members };
    }

    public Task<Answer> SendAsync(ControlPlaneHarness plane)
    {
        var headers = new List<(string, string)>
        {
            ("Authorization", ControlPlaneHarness.Authorization()),
            ("X-Amz-Date", "20260101T000000Z"),
            ("Accept", Accept),
        };
        var target = Operation.UriTemplate;
        var query = new StringBuilder();
        var body = new JsonObject();
        string? payload = null;
        foreach (var member in Operation.Input.Members)
        {
            if (Members[member.Name] is not { } value)
            {
                continue;
            }

            switch (member.RequestLocation)
            {
                case MemberLocation.Path:
                    target = target.Replace($"{{{member.Name}}}", Uri.EscapeDataString(value.ToString()), StringComparison.Ordinal);
                    break;
                case MemberLocation.Query:
                    foreach (var one in value is JsonArray list ? list : [value.DeepClone()])
                    {
                        Append(query, member.LocationName!, one!.ToString());
                    }

                    break;
                case MemberLocation.QueryParams:
                    foreach (var (name, one) in value.AsObject())
                    {
                        Append(query, name, one!.ToString());
                    }

                    break;
                case MemberLocation.Header:
                    headers.RemoveAll(header => header.Item1 == member.LocationName);
                    headers.Add((member.LocationName!, value.ToString()));
                    break;
                case MemberLocation.Payload:
                    payload = value.ToString();
                    break;
                default:
                    body[member.WireName] = value.DeepClone();
                    break;
            }
        }

        foreach (var (name, value) in RawQuery)
        {
            Append(query, name, value);
        }

        if (query.Length > 0)
        {
            target += (target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;
        }

        var text = RawBody ?? payload ?? (HasBody ? body.ToJsonString() : null);
        return plane.SendAsync(
            Operation.HttpMethod, target, text is null ? null : Encoding.UTF8.GetBytes(text), [.. headers]);
    }

    public bool HasBody => Operation.Input.Members.Any(member => member.RequestLocation == MemberLocation.Body);

    private static void Append(StringBuilder query, string name, string value) => query
        .Append(query.Length > 0 ? "&" : "")
        .Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
}
