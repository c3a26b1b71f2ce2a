namespace Gatehouse.Wire.Contracts;

/// <summary>An error that a service declares.</summary>
public sealed class ErrorContract
{
    internal ErrorContract(string name, string code, int httpStatus, bool isClientFault, StructureShape shape)
    {
        Name = name;
        Code = code;
        HttpStatus = httpStatus;
        IsClientFault = isClientFault;
        Shape = shape;
    }

    /// <summary>The model's name, such as <c>NotFoundException</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The name on the wire: the model's, unless the query protocol renames it (<c>ThrottlingException</c> to
    /// <c>Throttling</c>).
    /// </summary>
    public string Code { get; }

    /// <summary>The status code of the answer.</summary>
    public int HttpStatus { get; }

    /// <summary>Whether the caller is at fault, rather than the service.</summary>
    public bool IsClientFault { get; }

    /// <summary>The error's members.</summary>
    public StructureShape Shape { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
