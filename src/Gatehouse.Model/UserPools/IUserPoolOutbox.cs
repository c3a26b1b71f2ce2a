using Gatehouse.Model.Documents;

namespace Gatehouse.Model.UserPools;

/// <summary>
/// Where messages to users go: confirmation codes, temporary passwords. There is no mail server in the box; an operator
/// reads them, or forwards them.
/// </summary>
public interface IUserPoolOutbox
{
    ValueTask SendAsync(UserPoolMessage message, CancellationToken cancellationToken);
}

/// <param name="Scope">Account and region of the pool.</param>
/// <param name="PoolId">The pool.</param>
/// <param name="Username">To whom.</param>
/// <param name="Medium">EMAIL or SMS.</param>
/// <param name="Destination">The address or number.</param>
/// <param name="Purpose">Why, in the words of AWS's triggers, such as <c>SignUp</c>.</param>
/// <param name="Subject">Of an e-mail.</param>
/// <param name="Text">What the user reads; holds the code.</param>
public sealed record UserPoolMessage(
    DocumentScope Scope, string PoolId, string Username, string Medium, string Destination, string Purpose, string? Subject,
    string Text)
{
    /// <summary>A record prints its members; the text holds a code.</summary>
    public override string ToString() => $"{Purpose} message of {PoolId}";
}
