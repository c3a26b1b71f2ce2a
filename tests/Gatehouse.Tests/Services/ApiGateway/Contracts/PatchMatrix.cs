namespace Gatehouse.Tests.Services.ApiGateway.Contracts;

/// <summary>
/// Every patch path of rest-control-plane §2: operation | path | what it offers (A add, R replace, r remove, c copy) |
/// value | what the answer shows then | other members of the call | patches that must stand before it.
/// </summary>
internal static class PatchMatrix
{
    private const string Table = """
        UpdateAccount | /cloudwatchRoleArn | R | arn:aws:iam::000000000000:role/r | cloudwatchRoleArn="arn:aws:iam::000000000000:role/r"
        UpdateAccount | /features | Ar | Other | features=*
        UpdateRestApi | /name | R | n | name="n"
        UpdateRestApi | /description | ARr | n | description="n"
        UpdateRestApi | /policy | R | {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"execute-api:Invoke","Resource":"execute-api:/*"}]} | policy=*
        UpdateRestApi | /apiKeySource | R | AUTHORIZER | apiKeySource="AUTHORIZER"
        UpdateRestApi | /disableExecuteApiEndpoint | R | true | disableExecuteApiEndpoint=true
        UpdateRestApi | /minimumCompressionSize | R | 7 | minimumCompressionSize=7
        UpdateRestApi | /binaryMediaTypes/image~1png | ARr | image/png | binaryMediaTypes=["image/png"]
        UpdateRestApi | /binaryMediaTypes | | a/b |
        UpdateRestApi | /endpointConfiguration/types/EDGE | R | REGIONAL | endpointConfiguration.types=["REGIONAL"]
        UpdateRestApi | /endpointConfiguration/ipAddressType | R | dualstack | endpointConfiguration.ipAddressType="dualstack"
        UpdateRestApi | /endpointConfiguration/vpcEndpointIds | Ar | vpce-1 | endpointConfiguration.vpcEndpointIds=["vpce-1"] | | replace /endpointConfiguration/types/EDGE PRIVATE
        UpdateRestApi | /securityPolicy | R | TLS_1_2 | securityPolicy="TLS_1_2"
        UpdateRestApi | /endpointAccessMode | R | STRICT | endpointAccessMode="STRICT" | | replace /securityPolicy SecurityPolicy_TLS13_1_3_2025_09 + replace /endpointAccessMode BASIC
        UpdateRestApi | /version | | x |
        UpdateRestApi | /tags/a | | x |
        UpdateResource | /pathPart | R | n | path="/n"
        UpdateResource | /parentId | R | <free> | path="/free/a"
        UpdateResource | /path | | x |
        UpdateMethod | /authorizationScopes | Ar | s | authorizationScopes=["s"]
        UpdateMethod | /authorizationType | R | AWS_IAM | authorizationType="AWS_IAM"
        UpdateMethod | /authorizerId | R | <authorizer> | authorizerId="<authorizer>" | | replace /authorizationType CUSTOM + replace /authorizerId <authorizer>
        UpdateMethod | /apiKeyRequired | R | true | apiKeyRequired=true
        UpdateMethod | /operationName | R | n | operationName="n"
        UpdateMethod | /requestParameters/method.request.header.x | ARr | true | requestParameters={"method.request.header.x":true}
        UpdateMethod | /requestModels/application~1json | ARr | Pet | requestModels={"application/json":"Pet"}
        UpdateMethod | /requestValidatorId | R | <validator> | requestValidatorId="<validator>"
        UpdateMethod | /httpMethod | | x |
        UpdateMethodResponse | /responseParameters/method.response.header.x | ARr | true | responseParameters.method.response.header.x=true
        UpdateMethodResponse | /responseModels/application~1json | ARr | Pet | responseModels={"application/json":"Pet"}
        UpdateMethodResponse | /statusCode | | 201 |
        UpdateIntegration | /cacheKeyParameters/method.request.header.x | ARr | | cacheKeyParameters=["method.request.header.x"] | "httpMethod":"PUT"
        UpdateIntegration | /cacheNamespace | R | n | cacheNamespace="n"
        UpdateIntegration | /contentHandling | R | CONVERT_TO_TEXT | contentHandling="CONVERT_TO_TEXT"
        UpdateIntegration | /passthroughBehavior | R | NEVER | passthroughBehavior="NEVER"
        UpdateIntegration | /timeoutInMillis | R | 50 | timeoutInMillis=50
        UpdateIntegration | /requestTemplates/application~1json | ARr | {} | requestTemplates={"application/json":"{}"}
        UpdateIntegration | /requestParameters/integration.request.header.x | ARr | 'y' | requestParameters={"integration.request.header.x":"'y'"}
        UpdateIntegration | /credentials | R | arn:aws:iam::000000000000:role/r | credentials="arn:aws:iam::000000000000:role/r"
        UpdateIntegration | /connectionId | R | <link> | connectionId="<link>"
        UpdateIntegration | /integrationTarget | R | arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/n/1 | integrationTarget=*
        UpdateIntegration | /tlsConfig/insecureSkipVerification | R | true | tlsConfig.insecureSkipVerification=true
        UpdateIntegration | /type | | HTTP |
        UpdateIntegrationResponse | /contentHandling | R | CONVERT_TO_TEXT | contentHandling="CONVERT_TO_TEXT"
        UpdateIntegrationResponse | /selectionPattern | R | 4.. | selectionPattern="4.."
        UpdateIntegrationResponse | /responseTemplates/application~1json | ARr | {} | responseTemplates={"application/json":"{}"}
        UpdateIntegrationResponse | /responseParameters/method.response.header.a | ARr | 'y' | responseParameters={"method.response.header.a":"'y'"}
        UpdateIntegrationResponse | /statusCode | | 201 |
        UpdateRequestValidator | /name | R | n | name="n"
        UpdateRequestValidator | /validateRequestBody | R | true | validateRequestBody=true
        UpdateRequestValidator | /validateRequestParameters | R | true | validateRequestParameters=true
        UpdateRequestValidator | /id | | x |
        UpdateAuthorizer | /authorizerUri | R | arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:g/invocations | authorizerUri=*
        UpdateAuthorizer | /authorizerCredentials | R | arn:aws:iam::000000000000:role/r | authorizerCredentials="arn:aws:iam::000000000000:role/r"
        UpdateAuthorizer | /authorizerResultTtlInSeconds | R | 0 | authorizerResultTtlInSeconds=0
        UpdateAuthorizer | /authType | R | n | authType="n"
        UpdateAuthorizer | /identitySource | ARr | method.request.header.x | identitySource="method.request.header.x" | | replace /type REQUEST + replace /authorizerResultTtlInSeconds 0
        UpdateAuthorizer | /identityValidationExpression | R | n.* | identityValidationExpression="n.*"
        UpdateAuthorizer | /name | R | n | name="n"
        UpdateAuthorizer | /type | R | REQUEST | type="REQUEST"
        UpdateAuthorizer | /id | | x |
        UpdateGatewayResponse | /statusCode | R | 418 | statusCode="418"
        UpdateGatewayResponse | /responseParameters/gatewayresponse.header.x | ARr | 'y' | responseParameters={"gatewayresponse.header.x":"'y'"}
        UpdateGatewayResponse | /responseTemplates/text~1plain | ARr | t | responseTemplates.text/plain="t"
        UpdateGatewayResponse | /responseType | | THROTTLED |
        UpdateModel | /description | R | n | description="n"
        UpdateModel | /schema | R | {"type":"array","items":{}} | schema=*
        UpdateModel | /contentType | | x |
        UpdateDocumentationPart | /properties | R | {"b":1} | properties="{\"b\":1}"
        UpdateDocumentationPart | /location | | x |
        UpdateDocumentationVersion | /description | R | n | description="n"
        UpdateDocumentationVersion | /version | | x |
        UpdateDeployment | /description | R | n | description="n"
        UpdateDeployment | /id | | x |
        UpdateStage | /deploymentId | R | <spareDeployment> | deploymentId="<spareDeployment>"
        UpdateStage | /description | R | n | description="n"
        UpdateStage | /documentationVersion | R | v1 | documentationVersion="v1"
        UpdateStage | /clientCertificateId | R | <certificate> | clientCertificateId="<certificate>"
        UpdateStage | /tracingEnabled | R | true | tracingEnabled=true
        UpdateStage | /cacheClusterEnabled | R | true | cacheClusterEnabled=true
        UpdateStage | /cacheClusterSize | R | 1.6 | cacheClusterSize="1.6"
        UpdateStage | /variables | Rr | {"a":"b"} | variables={"a":"b"}
        UpdateStage | /variables/a | ARr | b | variables={"a":"b"}
        UpdateStage | /accessLogSettings | r | | | | add /accessLogSettings/format $context.requestId
        UpdateStage | /accessLogSettings/format | AR | $context.requestId | accessLogSettings.format="$context.requestId"
        UpdateStage | /canarySettings | r | | | | replace /canarySettings/percentTraffic 1
        UpdateStage | /canarySettings/deploymentId | R | <spareDeployment> | canarySettings.deploymentId="<spareDeployment>"
        UpdateStage | /canarySettings/percentTraffic | R | 1 | canarySettings.percentTraffic=1.0
        UpdateStage | /canarySettings/useStageCache | R | true | canarySettings.useStageCache=true
        UpdateStage | /canarySettings/stageVariableOverrides | R | {"a":"b"} | canarySettings.stageVariableOverrides={"a":"b"}
        UpdateStage | /canarySettings/stageVariableOverrides/a | Rr | b | canarySettings.stageVariableOverrides={"a":"b"}
        UpdateStage | /*/*/metrics/enabled | R | true | methodSettings.*/*.metricsEnabled=true
        UpdateStage | /*/*/logging/loglevel | R | OFF | methodSettings.*/*.loggingLevel="OFF"
        UpdateStage | /*/*/logging/dataTrace | R | true | methodSettings.*/*.dataTraceEnabled=true
        UpdateStage | /*/*/throttling/burstLimit | R | 3 | methodSettings.*/*.throttlingBurstLimit=3
        UpdateStage | /*/*/throttling/rateLimit | R | 3 | methodSettings.*/*.throttlingRateLimit=3.0
        UpdateStage | /*/*/caching/enabled | R | true | methodSettings.*/*.cachingEnabled=true
        UpdateStage | /*/*/caching/ttlInSeconds | R | 3600 | methodSettings.*/*.cacheTtlInSeconds=3600
        UpdateStage | /*/*/caching/dataEncrypted | R | true | methodSettings.*/*.cacheDataEncrypted=true
        UpdateStage | /*/*/caching/requireAuthorizationForCacheControl | R | false | methodSettings.*/*.requireAuthorizationForCacheControl=false
        UpdateStage | /*/*/caching/unauthorizedCacheControlHeaderStrategy | R | FAIL_WITH_403 | methodSettings.*/*.unauthorizedCacheControlHeaderStrategy="FAIL_WITH_403"
        UpdateStage | /~1a/GET/metrics/enabled | R | true | methodSettings.~1a/GET.metricsEnabled=true
        UpdateStage | /a/GET/metrics/enabled | R | true | methodSettings.a/GET.metricsEnabled=true
        UpdateStage | /~1a/GET | r | | | | replace /~1a/GET/metrics/enabled true
        UpdateStage | /*/* | r | | | | replace /*/*/metrics/enabled true
        UpdateStage | /stageName | | x |
        UpdateApiKey | /name | R | n | name="n"
        UpdateApiKey | /description | R | n | description="n"
        UpdateApiKey | /enabled | R | false | enabled=false
        UpdateApiKey | /customerId | R | n | customerId="n"
        UpdateApiKey | /labels | Ar | n |
        UpdateApiKey | /stages | Ar | <api>/dev | stageKeys=["<api>/dev"]
        UpdateApiKey | /value | | 12345678901234567890 |
        UpdateUsagePlan | /name | R | n | name="n"
        UpdateUsagePlan | /description | R | n | description="n"
        UpdateUsagePlan | /productCode | ARr | n | productCode="n"
        UpdateUsagePlan | /apiStages | Ar | <spare>:dev | apiStages=*
        UpdateUsagePlan | /apiStages/<api>:dev/throttle | ARr | {"/a/GET":{"rateLimit":1.0,"burstLimit":1}} | apiStages=*
        UpdateUsagePlan | /apiStages/<api>:dev/throttle/~1a/GET | r | | | | add /apiStages/<api>:dev/throttle {"/a/GET":{"rateLimit":1.0,"burstLimit":1}}
        UpdateUsagePlan | /apiStages/<api>:dev/throttle/~1a/GET/rateLimit | AR | 2 | apiStages=*
        UpdateUsagePlan | /apiStages/<api>:dev/throttle/~1a/GET/burstLimit | AR | 2 | apiStages=*
        UpdateUsagePlan | /throttle/rateLimit | AR | 2 | throttle.rateLimit=2.0
        UpdateUsagePlan | /throttle/burstLimit | AR | 2 | throttle.burstLimit=2
        UpdateUsagePlan | /throttle | r | | | | add /throttle/rateLimit 1
        UpdateUsagePlan | /quota | r | |
        UpdateUsagePlan | /quota/limit | AR | 2 | quota.limit=2
        UpdateUsagePlan | /quota/offset | AR | 2 | quota.offset=2 | | replace /quota/period WEEK
        UpdateUsagePlan | /quota/period | AR | MONTH | quota.period="MONTH"
        UpdateUsagePlan | /id | | x |
        UpdateUsage | /remaining | R | 3 | items.<key>=[[0,3]]
        UpdateUsage | /used | | 3 |
        UpdateClientCertificate | /description | R | n | description="n"
        UpdateClientCertificate | /pemEncodedCertificate | | x |
        UpdateVpcLink | /name | R | n | name="n"
        UpdateVpcLink | /description | R | n | description="n"
        UpdateVpcLink | /status | | x |
        UpdateDomainName | /regionalCertificateArn | AR | <acm> | regionalCertificateArn="<acm>"
        UpdateDomainName | /securityPolicy | R | TLS_1_2 | securityPolicy="TLS_1_2"
        UpdateDomainName | /endpointAccessMode | R | STRICT | endpointAccessMode="STRICT" | | replace /securityPolicy SecurityPolicy_TLS13_1_3_2025_09 + replace /endpointAccessMode BASIC
        UpdateDomainName | /endpointConfiguration/ipAddressType | R | dualstack | endpointConfiguration.ipAddressType="dualstack"
        UpdateDomainName | /mutualTlsAuthentication/truststoreUri | ARr | s3://b/k | mutualTlsAuthentication.truststoreUri="s3://b/k"
        UpdateDomainName | /mutualTlsAuthentication/truststoreVersion | ARr | 1 | mutualTlsAuthentication.truststoreVersion="1" | | add /mutualTlsAuthentication/truststoreUri s3://b/k
        UpdateDomainName | /ownershipVerificationCertificateArn | ARr | <acm> | ownershipVerificationCertificateArn="<acm>"
        UpdateDomainName | /routingMode | R | ROUTING_RULE_ONLY | routingMode="ROUTING_RULE_ONLY"
        UpdateDomainName | /policy | R | {"Statement":[]} | policy=* | "domainName":"in.example.com","domainNameId":"<privateId>"
        UpdateDomainName | /managementPolicy | R | {"Statement":[]} | managementPolicy=* | "domainName":"in.example.com","domainNameId":"<privateId>"
        UpdateDomainName | /domainName | | x |
        UpdateBasePathMapping | /basePath | R | n | basePath="n"
        UpdateBasePathMapping | /basepath | R | n | basePath="n"
        UpdateBasePathMapping | /restapiId | R | <spare> | restApiId="<spare>"
        UpdateBasePathMapping | /restApiId | R | <spare> | restApiId="<spare>"
        UpdateBasePathMapping | /stage | R | dev | stage="dev"
        UpdateBasePathMapping | /domainName | | x |
        """;

    public static IEnumerable<PatchRow> Rows => Table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(PatchRow.Parse);
}

internal sealed record PatchRow(
    string Operation, string Path, string Ops, string Value, string Shown, string Members, string Before)
{
    public static PatchRow Parse(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        string Cell(int index) => index < cells.Length ? cells[index] : "";
        return new PatchRow(Cell(0), Cell(1), Cell(2), Cell(3), Cell(4), Cell(5), Cell(6));
    }

    public bool Offers(string op) => Ops.Contains(
        op switch { "add" => 'A', "replace" => 'R', "remove" => 'r', _ => 'c' }, StringComparison.Ordinal);
}
