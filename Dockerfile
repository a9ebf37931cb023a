FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN ./moq-gateway --version

FROM eclipse-temurin:25-jre
WORKDIR /opt/moq-gateway
COPY --from=build /src/gateway-server/target/lib lib
USER nobody
EXPOSE 8088/tcp 8088/udp
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp", "lib/*", "org.moqgateway.server.cli.Main"]
