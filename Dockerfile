# Build: docker build --build-arg REGISTRY=<registry of the .NET images>/ -t livestat-proxy .
# Run:   docker run -p 8080:8080 -v ./config:/app/config:ro -e Prometheus__Address=http://prometheus:9090 livestat-proxy
ARG REGISTRY=""

FROM ${REGISTRY}dotnet/sdk:10.0 AS build
WORKDIR /source
# What restoring needs comes first, so that a change of code does not restore anew.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/BannedSymbols.txt src/
COPY src/LiveStatProxy.Core/LiveStatProxy.Core.csproj src/LiveStatProxy.Core/
COPY src/LiveStatProxy/LiveStatProxy.csproj src/LiveStatProxy/
RUN dotnet restore src/LiveStatProxy
COPY src/LiveStatProxy.Core src/LiveStatProxy.Core
COPY src/LiveStatProxy src/LiveStatProxy
COPY config config
RUN dotnet publish src/LiveStatProxy --no-restore --configuration Release --output /app \
    && cp -r config /app/config

# Chiseled: no shell, no package manager, a user of its own.
FROM ${REGISTRY}dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["dotnet", "LiveStatProxy.dll", "health"]
ENTRYPOINT ["dotnet", "LiveStatProxy.dll"]
