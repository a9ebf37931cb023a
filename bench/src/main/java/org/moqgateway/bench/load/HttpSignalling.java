package org.moqgateway.bench.load;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/// WHIP (RFC 9725) or WHEP over HTTP.
///
/// @param client shared by all
/// @param endpoint the WHIP or WHEP URL
/// @param token bearer token, if the server wants one
public record HttpSignalling(HttpClient client, URI endpoint, Optional<String> token)
        implements Signalling {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int CREATED = 201;

    @Override
    public Answer offer(String offerSdp) throws IOException, InterruptedException {
        HttpRequest post =
                request(endpoint)
                        .header("Content-Type", "application/sdp")
                        .POST(HttpRequest.BodyPublishers.ofString(offerSdp))
                        .build();
        HttpResponse<String> response = send(post);
        if (response.statusCode() != CREATED) {
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(endpoint, response.statusCode(), response.body()));
        }
        Optional<URI> session = response.headers().firstValue("Location").map(endpoint::resolve);
        return new Answer(response.body(), () -> session.ifPresent(this::delete));
    }

    private HttpResponse<String> send(HttpRequest post) throws IOException, InterruptedException {
        try {
            return client.send(post, BodyHandlers.ofString());
        } catch (ConnectException unreachable) {
            // Its own message is empty.
            throw new IOException("nobody listens at " + endpoint, unreachable);
        }
    }

    private void delete(URI session) {
        try {
            client.send(request(session).DELETE().build(), BodyHandlers.discarding());
        } catch (IOException gone) {
            // The server is gone, and the session with it.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
        return builder;
    }

    @Override
    public InetAddress localAddress() throws IOException {
        // Connecting a UDP socket sends nothing, but makes the kernel choose the way.
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(endpoint.getHost()), 9));
            return socket.getLocalAddress();
        }
    }
}
