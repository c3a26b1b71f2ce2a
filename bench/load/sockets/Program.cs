using System.Globalization;
using Gatehouse.SocketLoad;

// SocketLoad peer PORT
// SocketLoad open|echo|post PORT HOST PATH CONNECTIONS SECONDS DEPTH
// Each verb prints one line that bench/load/sockets/run reads; "open" and "post" hold their connections until a line comes in.
if (args is ["peer", var peerPort])
{
    await PlainEcho.RunAsync(int.Parse(peerPort, CultureInfo.InvariantCulture));
    return 0;
}

if (args.Length != 7)
{
    await Console.Error.WriteLineAsync("usage: SocketLoad peer PORT | open|echo|post PORT HOST PATH CONNECTIONS SECONDS DEPTH");
    return 2;
}

int Number(int index) => int.Parse(args[index], CultureInfo.InvariantCulture);
var load = new Load(Number(1), args[2], args[3]);
switch (args[0])
{
    case "open":
        await load.OpenAsync(Number(4));
        return 0;
    case "echo":
        await load.EchoAsync(Number(4), Number(5), Number(6));
        return 0;
    default:
        await load.PostAsync(Number(4), Number(5), Number(6));
        return 0;
}
