// Read once by the socket engine, so it must be set before the first socket: completions run on the thread that polled
// them (design §5). Set here and not by a launcher, so that nobody who starts the binary needs to know.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await Gatehouse.Server.Commands.GatehouseCommand.InvokeAsync(args);
