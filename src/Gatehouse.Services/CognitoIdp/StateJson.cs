using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Gatehouse.Services.CognitoIdp;

[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
internal sealed partial class StateJson : JsonSerializerContext;
