using System.Diagnostics;

namespace Gatehouse.Wire.Contracts;

/// <summary>A named part of a structure or union.</summary>
[DebuggerDisplay("{Name}: {Target}")]
public sealed class Member
{
    internal Member(string name, string wireName, Shape target)
    {
        Name = name;
        WireName = wireName;
        Target = target;
    }

    /// <summary>
    /// The model's name, such as <c>DomainName</c>; the AWS CLI and error messages derive theirs from it.
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// The name in a body, such as <c>domainName</c>: the JSON or XML name, whichever the protocol uses.
    /// </summary>
    public string WireName { get; }

    /// <summary>What the member holds.</summary>
    public Shape Target { get; }

    /// <summary>
    /// The place that the model binds the member to; see the two below for what a binding means where.
    /// </summary>
    public MemberLocation Location { get; internal init; }

    /// <summary>
    /// The label's, query parameter's or header's name, or the headers' prefix; null for other locations.
    /// </summary>
    public string? LocationName { get; internal init; }

    /// <summary>Whether a request without the member is refused.</summary>
    public bool Required { get; internal init; }

    /// <summary>Whether the client makes up a value when the caller gives none.</summary>
    public bool IdempotencyToken { get; internal init; }

    /// <summary>Whether the value must never reach a log: by the member's own mark or its shape's.</summary>
    public bool Sensitive { get; internal init; }

    /// <summary>
    /// In XML and query bodies: whether a list's values stand directly in the parent, without a tag around.
    /// </summary>
    public bool Flattened { get; internal init; }

    /// <summary>Whether the member is an XML attribute.</summary>
    public bool XmlAttribute { get; internal init; }

    /// <summary>Whether the member is the payload of an event.</summary>
    public bool EventPayload { get; internal init; }

    /// <summary>Whether the member is a header of an event.</summary>
    public bool EventHeader { get; internal init; }

    /// <summary>
    /// Whether the value is put into the host name by the operation's host prefix; it stays in its location too.
    /// </summary>
    public bool HostLabel { get; internal init; }

    /// <summary>Where the member is in a request, when it belongs to an operation's input.</summary>
    public MemberLocation RequestLocation =>
        Location == MemberLocation.StatusCode ? MemberLocation.Body : Location;

    /// <summary>
    /// Where the member is in an answer, when it belongs to an operation's output or an error. Path and query bindings
    /// mean nothing there (API Gateway's <c>position</c> is bound to the query, and is a field of the body in every
    /// answer).
    /// </summary>
    public MemberLocation ResponseLocation => Location switch
    {
        MemberLocation.Header or MemberLocation.PrefixHeaders => Location,
        MemberLocation.Payload or MemberLocation.StatusCode => Location,
        _ => MemberLocation.Body,
    };
}
