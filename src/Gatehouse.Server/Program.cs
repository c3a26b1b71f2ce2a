// Read once by the socket engine, so it must be set before the first socket: completions run on the thread that polled
// them (design §5). Set here and not by a launcher, so that nobody who starts the binary needs to know.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

// A bare LF is no line end: a reader before us may have taken it for part of a value (security §11.1).
AppContext.SetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", true);

return await Gatehouse.Server.Commands.GatehouseCommand.InvokeAsync(args);
