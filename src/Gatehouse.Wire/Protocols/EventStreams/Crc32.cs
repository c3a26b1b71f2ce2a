using System.Buffers.Binary;

namespace Gatehouse.Wire.Protocols.EventStreams;

/// <summary>CRC-32 as gzip and event streams have it: polynomial 0xEDB88320 reflected, eight bytes a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB8_8320;
    private const int Slices = 8;

    private static readonly uint[] Tables = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var tables = Tables.AsSpan();
        var crc = uint.MaxValue;
        while (bytes.Length >= Slices)
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[(7 << 8) + (int)(low & 0xFF)] ^ tables[(6 << 8) + (int)((low >> 8) & 0xFF)]
                ^ tables[(5 << 8) + (int)((low >> 16) & 0xFF)] ^ tables[(4 << 8) + (int)(low >> 24)]
                ^ tables[(3 << 8) + (int)(high & 0xFF)] ^ tables[(2 << 8) + (int)((high >> 8) & 0xFF)]
                ^ tables[(1 << 8) + (int)((high >> 16) & 0xFF)] ^ tables[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (var octet in bytes)
        {
            crc = (crc >> 8) ^ tables[(int)((crc ^ octet) & 0xFF)];
        }

        return ~crc;
    }

    private static uint[] Build()
    {
        var tables = new uint[Slices << 8];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var before = tables[i - 256];
            tables[i] = (before >> 8) ^ tables[before & 0xFF];
        }

        return tables;
    }
}
