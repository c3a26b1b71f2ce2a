using System.Collections.Frozen;
using Gatehouse.Wire.Contracts;

namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>
/// One valid call for each of the 124 operations, as members by model names; <c>&lt;id&gt;</c> is an id of
/// <see cref="ContractWorld"/>. Labels that name the world's usual entities are filled in by their names.
/// </summary>
internal static class ValidCalls
{
    private const string NetworkBalancer = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/m/2";

    private static readonly FrozenDictionary<string, string> Labels = new Dictionary<string, string>
    {
        ["restApiId"] = "<api>",
        ["resourceId"] = "<res>",
        ["parentId"] = "<res>",
        ["httpMethod"] = "GET",
        ["statusCode"] = "200",
        ["modelName"] = "Pet",
        ["requestValidatorId"] = "<validator>",
        ["authorizerId"] = "<authorizer>",
        ["responseType"] = "DEFAULT_4XX",
        ["deploymentId"] = "<deployment>",
        ["stageName"] = "dev",
        ["documentationPartId"] = "<part>",
        ["documentationVersion"] = "v1",
        ["apiKey"] = "<key>",
        ["usagePlanId"] = "<plan>",
        ["keyId"] = "<key>",
        ["domainName"] = "api.example.com",
        ["basePath"] = "shop",
        ["domainNameAccessAssociationArn"] = "<association>",
        ["vpcLinkId"] = "<link>",
        ["clientCertificateId"] = "<certificate>",
        ["resourceArn"] = "arn:aws:apigateway:us-east-1::/restapis/<api>",
        ["exportType"] = "oas30",
        ["sdkType"] = "javascript",
        ["id"] = "javascript",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>
    {
        ["CreateApiKey"] = """ "name":"n","description":"d","enabled":true,"generateDistinctId":true,"value":"12345678901234567890","stageKeys":[{"restApiId":"<api>","stageName":"dev"}],"customerId":"c","tags":{"a":"b"} """,
        ["CreateAuthorizer"] = """ "name":"n","type":"TOKEN","authorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations","authorizerCredentials":"arn:aws:iam::000000000000:role/r","identitySource":"method.request.header.Authorization","identityValidationExpression":".*","authorizerResultTtlInSeconds":60,"authType":"custom" """,
        ["CreateBasePathMapping"] = """ "restApiId":"<api>","basePath":"new","stage":"dev" """,
        ["CreateDeployment"] = """ "stageName":"new","stageDescription":"d","description":"d","cacheClusterEnabled":false,"variables":{"a":"b"},"tracingEnabled":true """,
        ["CreateDocumentationPart"] = """ "location":{"type":"METHOD","path":"/a","method":"GET"},"properties":"{}" """,
        ["CreateDocumentationVersion"] = """ "documentationVersion":"v2","description":"d" """,
        ["CreateDomainName"] = """ "domainName":"other.example.com","regionalCertificateArn":"<acm>","endpointConfiguration":{"types":["REGIONAL"]},"securityPolicy":"TLS_1_2","routingMode":"BASE_PATH_MAPPING_ONLY","tags":{"a":"b"} """,
        ["CreateDomainNameAccessAssociation"] = """ "domainNameArn":"<privateArn>","accessAssociationSourceType":"VPCE","accessAssociationSource":"vpce-2","tags":{"a":"b"} """,
        ["CreateModel"] = """ "name":"Cat","contentType":"application/json","description":"d","schema":"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}" """,
        ["CreateRequestValidator"] = """ "name":"n","validateRequestBody":true,"validateRequestParameters":true """,
        ["CreateResource"] = """ "pathPart":"new" """,
        ["CreateRestApi"] = """ "name":"n","description":"d","version":"1","binaryMediaTypes":["a/b"],"minimumCompressionSize":0,"apiKeySource":"HEADER","endpointConfiguration":{"types":["REGIONAL"],"ipAddressType":"ipv4"},"tags":{"a":"b"},"disableExecuteApiEndpoint":false """,
        ["CreateStage"] = """ "stageName":"new","deploymentId":"<deployment>","description":"d","cacheClusterEnabled":true,"cacheClusterSize":"0.5","variables":{"a":"b"},"documentationVersion":"v1","canarySettings":{"percentTraffic":1,"useStageCache":true},"tracingEnabled":true,"tags":{"a":"b"} """,
        ["CreateUsagePlan"] = """ "name":"n","description":"d","apiStages":[{"apiId":"<api>","stage":"dev"}],"throttle":{"burstLimit":1,"rateLimit":1},"quota":{"limit":1,"offset":0,"period":"DAY"},"tags":{"a":"b"} """,
        ["CreateUsagePlanKey"] = """ "keyId":"<otherKey>","keyType":"API_KEY" """,
        ["CreateVpcLink"] = $$""" "name":"n","targetArns":["{{NetworkBalancer}}"],"description":"d","tags":{"a":"b"} """,
        ["DeleteBasePathMapping"] = "",
        ["DeleteDeployment"] = """ "deploymentId":"<spareDeployment>" """,
        ["DeleteDocumentationVersion"] = "",
        ["DeleteDomainName"] = "",
        ["DeleteResource"] = "",
        ["DeleteRestApi"] = """ "restApiId":"<spare>" """,
        ["DeleteStage"] = """ "restApiId":"<spare>" """,
        ["DeleteUsagePlan"] = """ "usagePlanId":"<idlePlan>" """,
        ["GetUsage"] = """ "startDate":"2026-01-01","endDate":"2026-01-02" """,
        ["GetExport"] = """ "parameters":{"extensions":"apigateway"},"accepts":"application/json" """,
        ["GetModel"] = """ "flatten":true """,
        ["GetResources"] = """ "embed":["methods"] """,
        ["GenerateClientCertificate"] = """ "description":"d","tags":{"a":"b"} """,
        ["ImportApiKeys"] = """ "body":"Name,Key\na,123456789012345678901234567890","format":"csv" """,
        ["ImportDocumentationParts"] = """ "body":"{\"swagger\":\"2.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{},\"x-amazon-apigateway-documentation\":{\"version\":\"1\",\"documentationParts\":[{\"location\":{\"type\":\"API\"},\"properties\":{\"description\":\"d\"}}]}}","mode":"overwrite" """,
        ["ImportRestApi"] = """ "body":"{\"swagger\":\"2.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{}}","parameters":{"basepath":"ignore"} """,
        ["PutGatewayResponse"] = """ "responseType":"THROTTLED","statusCode":"429","responseParameters":{"gatewayresponse.header.a":"'x'"},"responseTemplates":{"application/json":"{}"} """,
        ["PutIntegration"] = """ "type":"HTTP","integrationHttpMethod":"GET","uri":"http://localhost/","requestTemplates":{"application/json":"{}"},"passthroughBehavior":"NEVER","timeoutInMillis":50,"cacheNamespace":"c","cacheKeyParameters":[],"contentHandling":"CONVERT_TO_TEXT","tlsConfig":{"insecureSkipVerification":true} """,
        ["PutIntegrationResponse"] = """ "statusCode":"201","selectionPattern":"2..","responseTemplates":{"application/json":"{}"},"contentHandling":"CONVERT_TO_TEXT" """,
        ["PutMethod"] = """ "httpMethod":"POST","authorizationType":"NONE","apiKeyRequired":true,"operationName":"o","requestParameters":{"method.request.header.a":true},"requestModels":{"application/json":"Pet"},"requestValidatorId":"<validator>" """,
        ["PutMethodResponse"] = """ "statusCode":"404","responseParameters":{"method.response.header.a":true},"responseModels":{"application/json":"Pet"} """,
        ["PutRestApi"] = """ "body":"{\"swagger\":\"2.0\",\"info\":{\"title\":\"t\",\"version\":\"1\"},\"paths\":{}}","mode":"merge" """,
        ["RejectDomainNameAccessAssociation"] = """ "domainNameAccessAssociationArn":"<association>","domainNameArn":"<privateArn>" """,
        ["TagResource"] = """ "tags":{"c":"d"} """,
        ["TestInvokeAuthorizer"] = """ "headers":{"Authorization":"a"},"pathWithQueryString":"/a" """,
        ["TestInvokeMethod"] = """ "pathWithQueryString":"/a","body":"","headers":{"a":"b"},"stageVariables":{"a":"b"} """,
        ["UntagResource"] = """ "tagKeys":["a"] """,
        ["UpdateAccount"] = Patch("replace", "/cloudwatchRoleArn", "arn:aws:iam::000000000000:role/r"),
        ["UpdateApiKey"] = Patch("replace", "/name", "n"),
        ["UpdateAuthorizer"] = Patch("replace", "/name", "n"),
        ["UpdateBasePathMapping"] = Patch("replace", "/basePath", "n"),
        ["UpdateClientCertificate"] = Patch("replace", "/description", "n"),
        ["UpdateDeployment"] = Patch("replace", "/description", "n"),
        ["UpdateDocumentationPart"] = Patch("replace", "/properties", "{}"),
        ["UpdateDocumentationVersion"] = Patch("replace", "/description", "n"),
        ["UpdateDomainName"] = Patch("replace", "/regionalCertificateArn", "<acm>"),
        ["UpdateGatewayResponse"] = Patch("replace", "/statusCode", "401"),
        ["UpdateIntegration"] = Patch("replace", "/cacheNamespace", "n"),
        ["UpdateIntegrationResponse"] = Patch("replace", "/selectionPattern", "n"),
        ["UpdateMethod"] = Patch("replace", "/operationName", "n"),
        ["UpdateMethodResponse"] = Patch("add", "/responseModels/application~1json", "Pet"),
        ["UpdateModel"] = Patch("replace", "/description", "n"),
        ["UpdateRequestValidator"] = Patch("replace", "/name", "n"),
        ["UpdateResource"] = Patch("replace", "/pathPart", "n"),
        ["UpdateRestApi"] = Patch("replace", "/name", "n"),
        ["UpdateStage"] = Patch("replace", "/description", "n"),
        ["UpdateUsage"] = Patch("replace", "/remaining", "5"),
        ["UpdateUsagePlan"] = Patch("replace", "/name", "n"),
        ["UpdateVpcLink"] = Patch("replace", "/name", "n"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Entries of the table, for the test that none of them names an operation that is no more.</summary>
    public static IEnumerable<string> Listed => Members.Keys;

    public static string Of(string operation)
    {
        var own = Members.GetValueOrDefault(operation, "").Trim();
        var parts = ContractWorld.Contract.ByName[operation].Input.Members
            .Where(member => member.RequestLocation == MemberLocation.Path)
            .Where(member => !own.Contains($"\"{member.Name}\":", StringComparison.Ordinal))
            .Select(member => $"\"{member.Name}\":\"{Labels[member.Name]}\"")
            .ToList();
        if (own.Length > 0)
        {
            parts.Add(own);
        }

        return "{" + string.Join(',', parts) + "}";
    }

    public static string Model(string name) =>
        "{\"name\":\"" + name + """
        ","contentType":"application/json","schema":"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}"}
        """;

    public static string Authorizer(string name) =>
        $$"""{"name":"{{name}}","type":"TOKEN","identitySource":"method.request.header.Authorization","authorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations"}""";

    private static string Patch(string op, string path, string value) =>
        $$"""
        "patchOperations":[{"op":"{{op}}","path":"{{path}}","value":"{{value}}"}]
        """;
}
