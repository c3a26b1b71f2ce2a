using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Identity.Principals;

/// <summary>
/// The policies of AWS that stacks around an API name. What they allow is written down here in our own words, as far as
/// the services of this server go; a policy that is not here cannot be attached, so that none is taken for one that
/// grants.
/// </summary>
public static class AwsManagedPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy/";

    private static readonly FrozenDictionary<string, AwsManagedPolicy> ByArn = new[]
    {
        Policy("/", "AdministratorAccess", "*"),
        Policy("/", "IAMFullAccess", "iam:*", "organizations:DescribeAccount", "organizations:DescribeOrganization"),
        Policy("/", "IAMReadOnlyAccess", "iam:Get*", "iam:List*", "iam:Simulate*", "iam:Generate*"),
        Policy("/", "AmazonAPIGatewayAdministrator", "apigateway:*"),
        Policy("/", "AmazonAPIGatewayInvokeFullAccess", "execute-api:Invoke", "execute-api:ManageConnections"),
        Policy("/", "AWSLambda_FullAccess", "lambda:*", "logs:*", "iam:PassRole", "iam:GetRole", "iam:ListRoles"),
        Policy("/", "AWSLambda_ReadOnlyAccess", "lambda:Get*", "lambda:List*", "logs:Describe*", "iam:GetRole", "iam:ListRoles"),
        Policy("/", "AWSLambdaExecute", "logs:*", "s3:GetObject", "s3:PutObject"),
        Policy("/", "CloudWatchFullAccess", "cloudwatch:*", "logs:*"),
        Policy("/", "CloudWatchLogsFullAccess", "logs:*"),
        Policy("/", "AmazonDynamoDBFullAccess", "dynamodb:*"),
        Policy("/", "AmazonDynamoDBReadOnlyAccess", "dynamodb:BatchGetItem", "dynamodb:Describe*", "dynamodb:GetItem", "dynamodb:List*", "dynamodb:Query", "dynamodb:Scan"),
        Policy("/", "AmazonSQSFullAccess", "sqs:*"),
        Policy("/", "AmazonSNSFullAccess", "sns:*"),
        Policy("/", "AmazonS3FullAccess", "s3:*", "s3-object-lambda:*"),
        Policy("/", "AmazonS3ReadOnlyAccess", "s3:Get*", "s3:List*", "s3:Describe*"),
        Policy("/", "AmazonKinesisFullAccess", "kinesis:*"),
        Policy("/", "AWSStepFunctionsFullAccess", "states:*"),
        Policy("/", "AWSXrayWriteOnlyAccess", "xray:Put*", "xray:GetSampling*"),
        Policy("/", "AWSXRayDaemonWriteAccess", "xray:Put*", "xray:GetSampling*"),
        Policy("/service-role/", "AmazonAPIGatewayPushToCloudWatchLogs", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:Describe*", "logs:PutLogEvents", "logs:GetLogEvents", "logs:FilterLogEvents"),
        Policy("/service-role/", "AWSLambdaBasicExecutionRole", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        Policy("/service-role/", "AWSLambdaVPCAccessExecutionRole", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface"),
        Policy("/service-role/", "AWSLambdaRole", "lambda:InvokeFunction"),
        Policy("/service-role/", "AWSLambdaSQSQueueExecutionRole", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        Policy("/service-role/", "AWSLambdaDynamoDBExecutionRole", "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        Policy("/aws-service-role/", "APIGatewayServiceRolePolicy", "elasticloadbalancing:*", "xray:Put*", "logs:*", "acm:DescribeCertificate"),
        Except("/", "PowerUserAccess", "iam:*", "organizations:*", "account:*"),
        Policy("/", "ReadOnlyAccess", "apigateway:GET", "cloudformation:Describe*", "cloudformation:Get*", "cloudformation:List*", "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*", "dynamodb:BatchGetItem", "dynamodb:Describe*", "dynamodb:GetItem", "dynamodb:List*", "dynamodb:Query", "dynamodb:Scan", "iam:Get*", "iam:List*", "lambda:Get*", "lambda:List*", "logs:Describe*", "logs:Get*", "logs:FilterLogEvents", "s3:Get*", "s3:List*", "sns:Get*", "sns:List*", "sqs:Get*", "sqs:List*", "xray:Get*", "xray:BatchGet*"),
    }.ToFrozenDictionary(static policy => policy.Arn, StringComparer.Ordinal);

    public static IEnumerable<AwsManagedPolicy> All => ByArn.Values.OrderBy(static policy => policy.Name, StringComparer.Ordinal);

    public static bool IsOne(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn.StartsWith(Prefix, StringComparison.Ordinal);
    }

    public static AwsManagedPolicy? Find(string arn) => ByArn.GetValueOrDefault(arn);

    private static AwsManagedPolicy Policy(string path, string name, params ImmutableArray<string> actions) =>
        Make(path, name, "Action", actions);

    private static AwsManagedPolicy Except(string path, string name, params ImmutableArray<string> actions) =>
        Make(path, name, "NotAction", actions);

    private static AwsManagedPolicy Make(string path, string name, string element, ImmutableArray<string> actions) => new(
        name, path, Prefix[..^1] + path + name,
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","{{element}}":[{{string.Join(',', actions.Select(static a => $"\"{a}\""))}}],"Resource":"*"}]}""");
}

/// <param name="Name">Without its path.</param>
/// <param name="Path">Begins and ends with a slash.</param>
/// <param name="Arn">Without an account.</param>
/// <param name="Document">The one version.</param>
public sealed record AwsManagedPolicy(string Name, string Path, string Arn, string Document);
