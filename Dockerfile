# The gateway as a container: built inside, so that nothing but this repository is needed, then carried over without
# compiler, package managers and root. It starts when something says who may come in: docs/configuration.md, Containers.
FROM maven:3-eclipse-temurin-25 AS build
# Node.js bundles the pages' MoQ player.
RUN apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN ./moq-gateway --version \
    && scripts/package-classes.sh /app \
    && scripts/package-runtime.sh /app/java

FROM debian:13-slim
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin gateway
COPY --from=build /app /app
USER 10001
# A container's own loopback is reached by nobody, so it listens on every address, and therefore needs a key.
ENV MOQ_GATEWAY_LISTEN=0.0.0.0:8088 \
    JAVA_OPTS=""
EXPOSE 8088/tcp 8088/udp
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["/app/moq-gateway", "health"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/moq-gateway"]
