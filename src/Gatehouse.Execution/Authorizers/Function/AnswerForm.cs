namespace Gatehouse.Execution.Authorizers.Function;

/// <summary>What a function must answer.</summary>
internal enum AnswerForm
{
    /// <summary>
    /// REST APIs: principal and policy, and a context of texts, numbers and booleans (security §5.4).
    /// </summary>
    Rest = 0,

    /// <summary>HTTP APIs: a policy, and a context of any JSON (http-api §13.3).</summary>
    HttpPolicy = 1,

    /// <summary>HTTP APIs with simple responses: <c>isAuthorized</c>, and a context of any JSON.</summary>
    HttpSimple = 2,
}
