namespace Gatehouse.Model.Documents;

/// <summary>The account and region that own a document. No read or write crosses a scope.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">An AWS region name such as <c>us-east-1</c>.</param>
public readonly record struct DocumentScope(string Account, string Region)
{
    public override string ToString() => $"{Account}/{Region}";
}
