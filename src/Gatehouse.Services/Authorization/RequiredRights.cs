using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Authorization;

/// <summary>What a call needs, by its service.</summary>
internal static class RequiredRights
{
    public static IEnumerable<RequiredRight> Of(AuthorizationQuestion question) => question.Service.Id switch
    {
        "apigateway" or "apigatewayv2" => ApiGatewayRights.Of(question),
        "apigatewaymanagementapi" => [ConnectionRight(question)],
        "lambda" => LambdaRights.Of(question),
        "iam" => IamRights.Of(question),
        "cognito-idp" => [UserPoolRights.Of(question)],
        var service => [new RequiredRight($"{service}:{question.Operation.Operation.Name}", "*")],
    };

    /// <summary><c>execute-api:ManageConnections</c> on the whole house: which API is meant, the path does not say.</summary>
    private static RequiredRight ConnectionRight(AuthorizationQuestion question) => new(
        "execute-api:ManageConnections",
        $"arn:aws:execute-api:{question.Caller.Scope.Region}:{question.Caller.Scope.Account}:*/*/{question.Request.Method}/@connections/"
        + question.Operation.Labels.GetValueOrDefault("ConnectionId"));
}
