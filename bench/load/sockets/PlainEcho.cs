using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.SocketLoad;

/// <summary>What ASP.NET Core does for a WebSocket and nothing more: zero-byte reads, then what came goes back.</summary>
internal static class PlainEcho
{
    private const int BufferBytes = 4_096;

    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<SocketTransportOptions>(static options =>
        {
            options.UnsafePreferInlineScheduling = true;
            options.Backlog = 4_096;
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(static async context =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status200OK;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await EchoAsync(socket);
        });
        await app.RunAsync($"http://127.0.0.1:{port}");
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        while (true)
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            var buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                    return;
                }

                await socket.SendAsync(
                    buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                return; // the client is gone
            }
            finally
            {
                System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
