using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.DotnetClient;

/// <summary>
/// Turns events into a handler's types and back: by the serializer that <c>[LambdaSerializer]</c> of the method or the
/// assembly names. Amazon's types are met by name, since each function brings its own version of them.
/// </summary>
internal abstract class EventSerializer
{
    private const string AttributeType = "Amazon.Lambda.Core.LambdaSerializerAttribute";
    private const string InterfaceType = "Amazon.Lambda.Core.ILambdaSerializer";

    public static EventSerializer Of(MethodInfo method, Assembly assembly)
    {
        var attribute = method.GetCustomAttributes(inherit: true).FirstOrDefault(IsSerializer)
            ?? assembly.GetCustomAttributes(inherit: true).FirstOrDefault(IsSerializer);
        var type = attribute?.GetType().GetProperty("SerializerType")?.GetValue(attribute) as Type;
        return type is null ? new PlainSerializer() : new NamedSerializer(type);
    }

    public abstract object? Read(Type type, byte[] json);

    public abstract byte[] Write(object? value, Type type);

    private static bool IsSerializer(object attribute)
    {
        for (var type = attribute.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == AttributeType)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Differs from AWS: Lambda refuses types other than Stream where no serializer is named; here they are read and
    /// written by System.Text.Json in the manner of Amazon's own serializer.
    /// </summary>
    private sealed class PlainSerializer : EventSerializer
    {
        private static readonly JsonSerializerOptions Options = new()
        {
            PropertyNameCaseInsensitive = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

        public override object? Read(Type type, byte[] json) =>
            json.Length == 0 ? null : JsonSerializer.Deserialize(json, type, Options);

        public override byte[] Write(object? value, Type type) =>
            JsonSerializer.SerializeToUtf8Bytes(value, type, Options);
    }

    private sealed class NamedSerializer : EventSerializer
    {
        private readonly object _serializer;
        private readonly MethodInfo _read;
        private readonly MethodInfo _write;

        public NamedSerializer(Type type)
        {
            var contract = type.GetInterface(InterfaceType) ?? throw new LambdaValidationException(
                $"The serializer type '{type.FullName}' does not implement ILambdaSerializer.");
            _serializer = Activator.CreateInstance(type) ?? throw new LambdaValidationException(
                $"The serializer type '{type.FullName}' cannot be made.");
            _read = contract.GetMethod("Deserialize")!;
            _write = contract.GetMethod("Serialize")!;
        }

        public override object? Read(Type type, byte[] json)
        {
            using var stream = new MemoryStream(json, writable: false);
            return _read.MakeGenericMethod(type)
                .Invoke(_serializer, BindingFlags.DoNotWrapExceptions, null, [stream], null);
        }

        public override byte[] Write(object? value, Type type)
        {
            using var stream = new MemoryStream();
            _write.MakeGenericMethod(type)
                .Invoke(_serializer, BindingFlags.DoNotWrapExceptions, null, [value, stream], null);
            return stream.ToArray();
        }
    }
}
