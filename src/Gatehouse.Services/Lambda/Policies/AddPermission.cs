using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Model.Documents;
using Gatehouse.Model.Functions;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Lambda.Policies;

internal sealed partial class AddPermission(FunctionStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (name, function) = await store.OpenAsync(call, cancellationToken);
        if (name.Qualifier == "$LATEST")
        {
            throw LambdaFaults.InvalidParameter("We currently do not support adding policies for $LATEST.");
        }

        var sid = call.Input.RequiredString("StatementId");
        if (!SidPattern().IsMatch(sid))
        {
            throw LambdaFaults.Constraint(
                sid, "statementId", "Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
        }

        var stored = await store.Documents.FindAsync<FunctionPolicyDocument>(
            call.Scope, PolicyText.IdOf(name), cancellationToken);
        FunctionStore.CheckRevision(call, stored?.Value.RevisionId ?? function.Value.RevisionId, "GetPolicy");
        var statements = stored?.Value.Statements ?? [];
        if (statements.Any(statement => statement.Sid == sid))
        {
            throw LambdaFaults.StatementExists(sid);
        }

        var json = CompactJson.Write(Statement(call, sid, name));
        var policy = new FunctionPolicyDocument
        {
            RevisionId = store.NewRevisionId(),
            Statements = statements.Add(new FunctionPolicyStatement(sid, json)),
        };
        if (PolicyText.Of(policy.Statements).Length is > PolicyText.MaxLength and var length)
        {
            throw LambdaFaults.Of(
                "PolicyLengthExceededException",
                400,
                $"The final policy size ({length}) is bigger than the limit ({PolicyText.MaxLength}).");
        }

        var batch = new DocumentBatch(call.Scope).Expect(function);
        _ = stored is null ? batch.Create(PolicyText.IdOf(name), policy) : batch.Replace(stored, policy);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return OperationOutput.Of(new JsonObject { ["Statement"] = json });
    }

    private static JsonObject Statement(OperationCall call, string sid, FunctionName name)
    {
        var input = call.Input;
        var action = input.RequiredString("Action");
        if (!action.StartsWith("lambda:", StringComparison.OrdinalIgnoreCase) && action != "*")
        {
            throw LambdaFaults.Constraint(
                action,
                "action",
                "Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
        }

        var statement = new JsonObject
        {
            ["Sid"] = sid,
            ["Effect"] = "Allow",
            ["Principal"] = Principal(input.RequiredString("Principal")),
            ["Action"] = action,
            ["Resource"] = (name with { Account = call.Scope.Account, Region = call.Scope.Region }).Arn,
        };
        var condition = new JsonObject();
        if (input.FindString("SourceAccount") is { } account)
        {
            if (account.Length != 12 || !account.All(char.IsAsciiDigit))
            {
                throw LambdaFaults.Constraint(
                    account, "sourceAccount", @"Member must satisfy regular expression pattern: \d{12}");
            }

            condition["StringEquals"] = new JsonObject { ["AWS:SourceAccount"] = account };
        }

        if (input.FindString("SourceArn") is { } arn)
        {
            if (!SourcePattern().IsMatch(arn))
            {
                throw LambdaFaults.Constraint(
                    arn,
                    "sourceArn",
                    "Member must satisfy regular expression pattern: "
                    + @"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)");
            }

            condition["ArnLike"] = new JsonObject { ["AWS:SourceArn"] = arn };
        }

        foreach (var member in new[] { "EventSourceToken", "PrincipalOrgID", "FunctionUrlAuthType" })
        {
            if (input.FindString(member) is not null)
            {
                // Written as AWS writes it, and refused by the evaluator, which does not know the key: fail closed.
                var equals = condition["StringEquals"] as JsonObject ?? [];
                equals[member switch
                {
                    "EventSourceToken" => "lambda:EventSourceToken",
                    "PrincipalOrgID" => "aws:PrincipalOrgID",
                    _ => "lambda:FunctionUrlAuthType",
                }] = input.FindString(member);
                condition["StringEquals"] = equals;
            }
        }

        if (input.FindBoolean("InvokedViaFunctionUrl") is { } viaUrl)
        {
            condition["Bool"] = new JsonObject { ["lambda:InvokedViaFunctionUrl"] = viaUrl ? "true" : "false" };
        }

        if (condition.Count > 0)
        {
            statement["Condition"] = condition;
        }

        return statement;
    }

    private static JsonNode Principal(string principal)
    {
        if (principal == "*")
        {
            return principal;
        }

        if (ServicePattern().IsMatch(principal))
        {
            return new JsonObject { ["Service"] = principal };
        }

        if (principal.Length == 12 && principal.All(char.IsAsciiDigit))
        {
            return new JsonObject { ["AWS"] = $"arn:aws:iam::{principal}:root" };
        }

        return principal.StartsWith("arn:", StringComparison.Ordinal)
            ? new JsonObject { ["AWS"] = principal }
            : throw LambdaFaults.InvalidParameter(
                "The provided principal was invalid. Please check the principal and try again.");
    }

    /// <summary>For example apigateway.amazonaws.com and alexa-appkit.amazon.com.</summary>
    [GeneratedRegex(@"^[a-z0-9][a-z0-9.-]*\.(?:amazonaws\.com|amazonaws\.com\.cn|amazon\.com)$", RegexOptions.None,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ServicePattern();

    [GeneratedRegex(@"^arn:aws[a-zA-Z0-9-]*:[a-zA-Z0-9-]+:(?:[a-z]{2}(?:-gov)?-[a-z]+-[0-9])?:(?:[0-9]{12})?:.+$",
        RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SourcePattern();

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,100}$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SidPattern();
}
