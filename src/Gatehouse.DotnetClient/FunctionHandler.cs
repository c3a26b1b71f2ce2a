using System.Reflection;

namespace Gatehouse.DotnetClient;

/// <summary>
/// A method as a handler: nothing, an input, a context or both as parameters; nothing, a value, a task or a task of a
/// value as its result. Streams pass as they are, other types through the function's serializer (Lambda developer guide,
/// "Define Lambda function handler in C#").
/// </summary>
internal sealed class FunctionHandler
{
    private const string ContextType = "Amazon.Lambda.Core.ILambdaContext";

    private readonly object? _target;
    private readonly MethodInfo _method;
    private readonly ParameterInfo[] _parameters;
    private readonly EventSerializer _serializer;

    private FunctionHandler(object? target, MethodInfo method, EventSerializer serializer)
    {
        _target = target;
        _method = method;
        _parameters = method.GetParameters();
        _serializer = serializer;
    }

    /// <param name="handler"><c>Assembly::Namespace.Type::Method</c>.</param>
    /// <param name="taskRoot">Where the function's code is.</param>
    public static FunctionHandler Load(string handler, string taskRoot)
    {
        var parts = handler.Split("::");
        if (parts.Length != 3 || Array.Exists(parts, string.IsNullOrWhiteSpace))
        {
            throw new LambdaValidationException(
                $"Invalid lambda function handler: '{handler}'. The valid format is 'ASSEMBLY::TYPE::METHOD'.");
        }

        var assembly = HandlerAssembly.Load(parts[0], taskRoot);
        var type = assembly.GetType(parts[1]) ?? throw new LambdaValidationException(
            $"Unable to load type '{parts[1]}' from assembly '{parts[0]}'.");
        var method = FindMethod(type, parts[2], parts[0]);
        CheckShape(method);
        var target = method.IsStatic ? null : Create(type);
        return new FunctionHandler(target, method, EventSerializer.Of(method, assembly));
    }

    public byte[] Invoke(RuntimeEvent call)
    {
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var type = _parameters[i].ParameterType;
            arguments[i] = type.FullName == ContextType ? ContextProxy.Create(type, call)
                : type.IsAssignableFrom(typeof(MemoryStream)) && type != typeof(object)
                    ? new MemoryStream(call.Body, writable: false)
                    : _serializer.Read(type, call.Body);
        }

        var result = _method.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return Write(Unwrap(result, _method.ReturnType, out var resultType), resultType);
    }

    private static MethodInfo FindMethod(Type type, string name, string assembly)
    {
        const BindingFlags any =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var found = type.GetMethods(any).Where(method => method.Name == name || method.ToString() == name).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new LambdaValidationException(
                $"Unable to find method '{name}' in type '{type.FullName}' from assembly '{assembly}': Found no methods "
                + $"matching method name '{name}'."),
            _ => throw new LambdaValidationException(
                $"Unable to find method '{name}' in type '{type.FullName}' from assembly '{assembly}': Found more than "
                + $"one method matching method name '{name}'. Full method signatures: "
                + string.Join(", ", found.Select(static method => method.ToString()))),
        };
    }

    private static void CheckShape(MethodInfo method)
    {
        var parameters = method.GetParameters();
        var isFit = parameters.Length <= 2
            && (parameters.Length < 2 || parameters[1].ParameterType.FullName == ContextType);
        if (!isFit || method.ContainsGenericParameters)
        {
            throw new LambdaValidationException(
                $"Method '{method.Name}' of type '{method.DeclaringType!.FullName}' is not supported: a handler has an "
                + "input, a context of type ILambdaContext, both in this order, or no parameters, and is not generic.");
        }

        if (method.ReturnType == typeof(void)
            && method.IsDefined(typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute)))
        {
            throw new LambdaValidationException(
                $"Method '{method.Name}' of type '{method.DeclaringType!.FullName}' is async void, which cannot be "
                + "awaited. Return a Task.");
        }
    }

    private static object Create(Type type)
    {
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new LambdaValidationException(
                $"The type '{type.FullName}' does not have a public constructor without parameters, so no instance of it "
                + "can be made.");
        }

        return Activator.CreateInstance(
            type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    /// <summary>Waits: a process has one event at a time, and this is its main thread.</summary>
    private static object? Unwrap(object? result, Type declared, out Type type)
    {
        type = declared;
        if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            result = declared.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(result, null);
            declared = typeof(Task<>).MakeGenericType(declared.GetGenericArguments());
        }
        else if (result is ValueTask task)
        {
            result = task.AsTask();
            declared = typeof(Task);
        }

        if (result is not Task running)
        {
            return result;
        }

        running.GetAwaiter().GetResult();
        if (!declared.IsGenericType)
        {
            type = typeof(void);
            return null;
        }

        type = declared.GetGenericArguments()[0];
        return declared.GetProperty(nameof(Task<int>.Result))!.GetValue(running);
    }

    private byte[] Write(object? value, Type type)
    {
        if (type == typeof(void))
        {
            return []; // nothing is an empty answer (unconfirmed, deployment-and-tools §6.7)
        }

        if (!typeof(Stream).IsAssignableFrom(type))
        {
            return _serializer.Write(value, type);
        }

        using var stream = (Stream?)value;
        if (stream is null)
        {
            return [];
        }

        if (stream.CanSeek)
        {
            stream.Position = 0;
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
