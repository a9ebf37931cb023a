package org.moqgateway.server.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moqgateway.codecs.LayerLimit;
import org.moqgateway.core.webrtc.AcceptResult;
import org.moqgateway.core.webrtc.BroadcastStatus;
import org.moqgateway.core.webrtc.PeerSessionHandle;
import org.moqgateway.core.webrtc.Refusal;
import org.moqgateway.core.webrtc.SessionBroker;
import org.moqgateway.core.webrtc.SessionKind;
import org.moqgateway.core.webrtc.ViewerTerms;

/// A WHIP and WHEP client of a running gateway: what a test peer dials, over real HTTP.
final class HttpBroker implements SessionBroker, AutoCloseable {
    static final String SDP = "application/sdp";
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final RunningGateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    HttpBroker(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /// Sends a request; `headers` are name, value, name, value, …
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway.url() + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> offer(String path, String sdp) {
        return send("POST", path, sdp, "Content-Type", SDP);
    }

    HttpResponse<String> patch(String path, String fragment, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", FRAGMENT));
        all.addAll(List.of(headers));
        return send("PATCH", path, fragment, all.toArray(String[]::new));
    }

    /// Posts the offer where it belongs.
    @Override
    public AcceptResult accept(
            SessionKind kind, String broadcast, String offerSdp, ViewerTerms terms) {
        String prefix =
                switch (kind) {
                    case WHIP -> "/whip/";
                    case WHEP -> "/whep/";
                };
        HttpResponse<String> response =
                offer(prefix + broadcast + query(kind, terms.layers()), offerSdp);
        if (response.statusCode() != 201) {
            return new AcceptResult.Refused(
                    Refusal.UNPROCESSABLE_OFFER, response.statusCode() + " " + response.body());
        }
        String location = response.headers().firstValue("Location").orElseThrow();
        return new AcceptResult.Accepted(
                session(location.substring("/session/".length())).orElseThrow(), response.body());
    }

    private static String query(SessionKind kind, LayerLimit layers) {
        return kind == SessionKind.WHIP || layers.equals(LayerLimit.NONE)
                ? ""
                : "?spatial=" + layers.spatial() + "&temporal=" + layers.temporal();
    }

    @Override
    public Optional<PeerSessionHandle> session(String id) {
        return gateway.media().session(id);
    }

    @Override
    public List<PeerSessionHandle> sessions() {
        return gateway.media().sessions();
    }

    @Override
    public List<BroadcastStatus> broadcasts() {
        return gateway.live();
    }

    @Override
    public void close() {
        client.close();
    }
}
