package org.moqgateway.server.moq;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.moqgateway.moq.client.Bindings;
import org.moqgateway.moq.client.DialSettings;
import org.moqgateway.moq.client.MoqDialer;
import org.moqgateway.moq.relay.RelayDialer;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.tls.PemFiles;
import org.moqgateway.moq.transport.tls.TlsTrust;
import org.moqgateway.server.config.RelaySettings;
import org.moqgateway.server.config.RelaySettings.LinkSettings;

/// Dials other relays over whatever gets through.
final class LinkDialer implements RelayDialer, AutoCloseable {
    private final QuicStacks.ClientStack quic;
    private final DialSettings settings;
    private final Bindings bindings;
    private final Map<Duration, MoqDialer> dialers = new ConcurrentHashMap<>();

    private LinkDialer(QuicStacks.ClientStack quic, DialSettings settings) {
        this.quic = quic;
        this.settings = settings;
        this.bindings = quic.bindings();
    }

    /// @throws IOException when a file with authorities can't be read
    static LinkDialer open(RelaySettings settings) throws IOException {
        TlsTrust trust = trust(settings.links());
        return new LinkDialer(
                QuicStacks.client(settings.quic()),
                DialSettings.standard(settings.versions(), trust));
    }

    @Override
    public Connection dial(URI uri, Duration timeout) throws IOException, InterruptedException {
        return dialers.computeIfAbsent(timeout, this::dialer).dial(uri);
    }

    @Override
    public void close() {
        quic.close();
    }

    private MoqDialer dialer(Duration timeout) {
        return new MoqDialer(
                bindings,
                new DialSettings(
                        settings.protocols(),
                        settings.trust(),
                        timeout,
                        settings.attemptDelay(),
                        settings.webSocketDelay(),
                        settings.resolver()));
    }

    private static TlsTrust trust(LinkSettings links) throws IOException {
        if (!links.fingerprints().isEmpty()) {
            return new TlsTrust.Pinned(links.fingerprints());
        }
        if (links.roots().isEmpty()) {
            return new TlsTrust.SystemRoots();
        }
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : links.roots()) {
            roots.addAll(PemFiles.certificates(file));
        }
        return new TlsTrust.CustomRoots(roots);
    }
}
