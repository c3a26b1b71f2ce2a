using Gatehouse.Model.ApisV2;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Models;

namespace Gatehouse.Services.ApiGatewayV2.WebSockets;

/// <summary>
/// What a model of a WebSocket API may be (websocket-api §1.8): version 1's rules, whose language it is.
/// </summary>
internal static class WebSocketModelRules
{
    /// <summary>
    /// The schema is looked at when it is stored, and once more when it is deployed, unless the API says that it shall
    /// not be (the moment is unconfirmed).
    /// </summary>
    public static void Check(ApiV2Document api, ModelV2Document model, IEnumerable<ModelV2Document> others)
    {
        ModelRules.CheckName(model.Name);
        if (api.DisableSchemaValidation != true)
        {
            ModelRules.CheckSchema(Version1(model), api.ApiId, others.Select(Version1));
        }
    }

    /// <summary>A name is its model's alone; the text follows version 1's.</summary>
    public static void CheckUnique(ModelV2Document model, IEnumerable<ModelV2Document> all)
    {
        if (all.Any(other => other.ModelId != model.ModelId && other.Name == model.Name))
        {
            throw ApiGatewayV2Faults.Conflict("Model name already exists for this API");
        }
    }

    /// <summary>
    /// Whatever a deployment would freeze: schemas that compile, and models that are there. A route may name a model
    /// that is made only after it, but a deployed route without its model could only refuse every message.
    /// </summary>
    public static void CheckDeployable(ApiV2Definition definition)
    {
        if (definition.Api.DisableSchemaValidation == true)
        {
            return;
        }

        foreach (var model in definition.Models)
        {
            Check(definition.Api, model, definition.Models);
        }

        foreach (var route in definition.Routes)
        {
            foreach (var name in route.RequestModels?.Values ?? [])
            {
                if (!definition.Models.Any(model => model.Name == name))
                {
                    throw ApiGatewayV2Faults.BadRequest($"Invalid model identifier specified: {name}");
                }
            }
        }
    }

    private static ModelDocument Version1(ModelV2Document model) => new()
    {
        Id = model.ModelId,
        Name = model.Name,
        Schema = model.Schema,
    };
}
