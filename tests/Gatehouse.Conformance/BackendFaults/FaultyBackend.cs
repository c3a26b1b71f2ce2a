using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gatehouse.Conformance.BackendFaults;

/// <summary>
/// Plays its script for the first request of its first connection; every other request is answered well, with the number
/// of its connection as body, so that a test sees whether the first one was used again.
/// </summary>
internal sealed class FaultyBackend : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<FaultyConnection, Task> _script;
    private readonly X509Certificate2? _certificate;
    private int _connections;

    public FaultyBackend(Func<FaultyConnection, Task> script, X509Certificate2? certificate = null)
    {
        _script = script;
        _certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                _ = ServeAsync(client, ++_connections);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(_certificate);
                    stream = secure;
                }

                var connection = new FaultyConnection(client.Client, stream, _stopping.Token);
                var isScripted = number == 1;
                while (await connection.ReadHeadAsync() is not null)
                {
                    if (isScripted)
                    {
                        isScripted = false;
                        await _script(connection);
                        if (connection.IsEnded)
                        {
                            return;
                        }

                        continue;
                    }

                    var text = number.ToString(CultureInfo.InvariantCulture);
                    await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}");
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException
                or System.Security.Authentication.AuthenticationException)
            {
                // The gateway closed, or the test is over.
            }
        }
    }
}

/// <summary>One connection of a faulty backend, as its script sees it.</summary>
internal sealed class FaultyConnection(Socket socket, Stream stream, CancellationToken stopping)
{
    public bool IsEnded { get; private set; }

    public async Task<string?> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stopping) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                return head.ToString();
            }
        }

        return null;
    }

    public Task SendAsync(string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), stopping).AsTask();

    public void Close() => IsEnded = true;

    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
        IsEnded = true;
    }

    /// <summary>Says nothing more until the gateway gives up.</summary>
    public async Task WaitAsync()
    {
        var some = new byte[65_536];
        while (await stream.ReadAsync(some, stopping) > 0)
        {
            // What still comes is not read by anybody.
        }

        IsEnded = true;
    }
}
