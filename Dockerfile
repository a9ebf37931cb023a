# The gateway as a container: built inside, so that nothing but this repository is needed.
FROM maven:3-eclipse-temurin-25
WORKDIR /opt/moq-gateway
COPY . .
RUN ./moq-gateway --version
EXPOSE 8088/tcp 8088/udp
ENTRYPOINT ["./moq-gateway"]
