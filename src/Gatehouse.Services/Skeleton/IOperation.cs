namespace Gatehouse.Services.Skeleton;

/// <summary>
/// One AWS operation: a class named as AWS names it, in a file of its own. Input arrives decoded and checked against
/// the
/// contract; the operation validates meaning, reads and writes documents, and returns the output's members.
/// </summary>
internal interface IOperation
{
    /// <exception cref="Wire.Faults.ServiceFaultException">The operation refuses; nothing was changed.</exception>
    ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken);
}
