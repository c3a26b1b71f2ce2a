# The server with the interpreters that its embedded functions need. Build: docker build -t gatehouse .
# Run:  docker run -p 4566:4566 -v gatehouse:/data \
#         -e GATEHOUSE_ROOT_ACCESS_KEY_ID=... -e GATEHOUSE_ROOT_SECRET_ACCESS_KEY=... gatehouse
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Gatehouse.Server/Gatehouse.Server.csproj -c Release -o /app --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends nodejs python3 util-linux \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /data gatehouse
COPY --from=build /app /app
USER gatehouse
VOLUME /data
EXPOSE 4566
STOPSIGNAL SIGTERM
# Beyond loopback the control plane verifies every signature: the two variables above must be set.
ENTRYPOINT ["dotnet", "/app/gatehouse.dll", "serve", "--address", "0.0.0.0", "--data", "/data"]
