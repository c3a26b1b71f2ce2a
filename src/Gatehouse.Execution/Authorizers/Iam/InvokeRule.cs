using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.Exchange;
using Gatehouse.Identity.Policies;
using Gatehouse.Identity.Signatures;
using Gatehouse.Model.Documents;
using Gatehouse.Wire.SigV4;

namespace Gatehouse.Execution.Authorizers.Iam;

/// <summary>
/// May a caller do something to a stage of an API? Its resource policy, and the caller's own policies (security §4.2).
/// Compiled with the stage; shared by all its requests.
/// </summary>
internal sealed class InvokeRule
{
    public const string Invoke = "execute-api:Invoke";
    public const string InvalidateCache = "execute-api:InvalidateCache";

    private const int ArnStackChars = 512;
    private const int ShownDigits = 4;

    public required DocumentScope Scope { get; init; }

    public required string ApiId { get; init; }

    public required string StageName { get; init; }

    /// <summary>As it stood when the API was deployed; <see langword="null"/> without one.</summary>
    public PolicyPlan? Policy { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Who is who; <see langword="null"/> where nobody is known: then only the anonymous are judged.</summary>
    public IamServices? Identities { get; init; }

    private SignatureExpectation Expectation =>
        field ??= new SignatureExpectation { Service = "execute-api", Regions = [Scope.Region] };

    public bool TryAuthenticate(
        in SigningRequest signing, SignedPayload payload,
        [NotNullWhen(true)] out IamCaller? caller, [NotNullWhen(false)] out AuthenticationFault? fault)
    {
        caller = null;
        if (Identities is null)
        {
            fault = AuthenticationFault.Of(SigV4Fault.UnrecognizedClient, FaultDialect.RestJson);
            return false;
        }

        if (Identities.Verifier.TryVerify(signing, payload, Expectation, out var authenticated, out fault))
        {
            caller = new IamCaller(authenticated.Holder, this);
        }

        return caller is not null;
    }

    /// <summary>A caller without a name, judged by the resource policy alone; without one there is nothing to say.</summary>
    public AccessDecision DecideAnonymous(ClientRequest request, string verb, ReadOnlySpan<char> path) =>
        Decide(request, verb, path, Invoke, Principal.Anonymous, CallerPolicies.None);

    public AccessDecision Decide(ClientRequest request, string verb, ReadOnlySpan<char> path, string action, IamCaller caller) =>
        Decide(
            request, verb, path, action, caller.Holder.Principal,
            Identities!.Directory.PoliciesOf(caller.Holder.Principal, caller.Holder.Session));

    /// <summary>As the other overload, for a resource whose ARN has another form (websocket-api §1.2).</summary>
    public AccessDecision Decide(ClientRequest request, string arn, string action, IamCaller caller) => AccessRules.Decide(
        new PolicyRequest(
            caller.Holder.Principal, action, arn, new RequestCircumstances(request, Scope.Region, Time.GetUtcNow())),
        Identities!.Directory.PoliciesOf(caller.Holder.Principal, caller.Holder.Session),
        new GuardedResource(Scope.Account, Policy));

    /// <summary>What the caller hears; the account of the API is masked (security §1.9).</summary>
    public string Explain(string who, string verb, ReadOnlySpan<char> path, string reason)
    {
        var account = Scope.Account;
        var masked = account.Length <= ShownDigits
            ? account
            : new string('*', account.Length - ShownDigits) + account[^ShownDigits..];
        var arn = InvokeArn.Text(Scope with { Account = masked }, ApiId, StageName, verb, path);
        return $"User: {who} is not authorized to perform: {Invoke} on resource: {arn}{reason}";
    }

    private AccessDecision Decide(
        ClientRequest request, string verb, ReadOnlySpan<char> path, string action, Principal principal,
        CallerPolicies policies)
    {
        var length = InvokeArn.MaxLength(Scope, ApiId, StageName, verb, path);
        var buffer = length <= ArnStackChars ? stackalloc char[ArnStackChars] : new char[length];
        var arn = InvokeArn.Write(buffer, Scope, ApiId, StageName, verb, path);
        var circumstances = new RequestCircumstances(request, Scope.Region, Time.GetUtcNow());
        return AccessRules.Decide(
            new PolicyRequest(principal, action, arn, circumstances), policies,
            new GuardedResource(Scope.Account, Policy) { Endpoint = request.Endpoint?.Policy });
    }
}
