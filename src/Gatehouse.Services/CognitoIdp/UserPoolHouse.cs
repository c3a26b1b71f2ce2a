using Gatehouse.Model.Documents;

namespace Gatehouse.Services.CognitoIdp;

/// <summary>
/// The user pools of a server: one room for the operations and for the pages, so that a lock of too many wrong passwords holds
/// whichever way somebody tries.
/// </summary>
public sealed class UserPoolHouse
{
    public UserPoolHouse(IDocumentStore documents, UserPoolServices services, IIdSource ids, TimeProvider time) =>
        Room = new CognitoRoom(documents, services, ids, time);

    internal CognitoRoom Room { get; }
}
