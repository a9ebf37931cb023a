package org.moqgateway.server;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.egress.FeedPolicy;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.server.Gateway.BoundPorts;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.RelaySettings;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.http.GatewayHttpServer;
import org.moqgateway.server.http.HttpBackend;
import org.moqgateway.server.http.HttpListener;
import org.moqgateway.server.http.WebSocketAccess;
import org.moqgateway.server.metrics.GatewayMetrics;
import org.moqgateway.server.metrics.WebRtcFigures;
import org.moqgateway.server.moq.MoqPorts;
import org.moqgateway.server.moq.MoqSide;
import org.moqgateway.server.snapshot.LocalDecoders;
import org.moqgateway.server.snapshot.Snapshots;

/// One attempt to start. What was started before something fails is ended again.
final class Startup {
    private final GatewaySettings settings;
    private final MediaSide.@Nullable Factory factory;
    private final Closers closers = new Closers();
    private LocalDecoders decoders = LocalDecoders.NONE;

    /// @param factory null for a relay alone
    Startup(GatewaySettings settings, MediaSide.@Nullable Factory factory) {
        this.settings = settings;
        this.factory = factory;
    }

    Gateway run() throws StartException {
        boolean started = false;
        try {
            Gateway gateway = open();
            started = true;
            return gateway;
        } finally {
            if (!started) {
                closers.close();
            }
        }
    }

    private Gateway open() throws StartException {
        // FFmpeg's library takes its time to load, so the rest does not wait for it.
        CompletableFuture<LocalDecoders> loading =
                factory == null
                        ? CompletableFuture.completedFuture(LocalDecoders.NONE)
                        : CompletableFuture.supplyAsync(
                                LocalDecoders::find, Thread::startVirtualThread);
        HttpListener listener = listen();
        closers.add(listener);
        MoqSide moq = moqSide();
        closers.add(moq);
        decoders = loading.join();
        MediaSide media = media(moq);
        int quic = moqPorts(moq, media);
        GatewayMetrics metrics = new GatewayMetrics(moq.relay());
        closers.add(metrics);
        Clients clients = null;
        if (media != null) {
            metrics.webRtc(new WebRtcFigures(media.broker()));
            clients = new Clients(settings.clients(), media.dialer());
            closers.add(clients);
            metrics.clients(clients.figures());
        }
        GatewayHttpServer http =
                GatewayHttpServer.start(
                        listener, settings, backend(moq, media, clients, metrics, quic));
        closers.add(http);
        // Among the first that end: peers hear why, while their ways are still open.
        closers.add(moq::leave);
        moq.link();
        if (clients != null) {
            closers.raise(clients);
            clients.begin();
        }
        return new Gateway(
                http,
                moq,
                clients,
                new BoundPorts(media == null ? null : media.udpPort(), quic),
                closers);
    }

    private HttpListener listen() throws StartException {
        try {
            return HttpListener.bind(settings.listen());
        } catch (IOException e) {
            throw new StartException(sentence("HTTP", settings.listen(), Setting.LISTEN, e), e);
        }
    }

    private MoqSide moqSide() throws StartException {
        try {
            return MoqSide.open(settings);
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable MediaSide media(MoqSide moq) throws StartException {
        if (factory == null) {
            return null;
        }
        try {
            MediaSide media =
                    factory.open(
                            moq.relay().origin(),
                            new WebRtcSettings(
                                    settings.udpBind().resolve(),
                                    settings.publicAddresses(),
                                    settings.maxSessions(),
                                    settings.onConflict(),
                                    settings.container(),
                                    settings.mediaThreads(),
                                    settings.peerTimeout(),
                                    FeedPolicy.of(settings.bFrames(), decoders.audio())));
            closers.add(media.closer()::run);
            return media;
        } catch (IOException e) {
            throw new StartException(
                    sentence("media (UDP)", settings.udpBind(), Setting.UDP_BIND, e), e);
        }
    }

    /// @return the UDP port of QUIC
    private int moqPorts(MoqSide moq, @Nullable MediaSide media) throws StartException {
        MoqPorts ports = new MoqPorts(moq);
        closers.add(ports);
        RelaySettings relay = settings.relay();
        if (media != null && relay.quicBind() == null && MoqPorts.canShare(relay.quic())) {
            ports.shareQuic(media.quic(), media.udpPort());
        } else {
            bindQuic(ports, relay.quicBind() != null ? relay.quicBind() : besides(media));
        }
        HostPort qmux = relay.qmuxBind();
        if (qmux != null) {
            try {
                ports.bindQmux(qmux);
            } catch (IOException e) {
                throw new StartException(sentence("QMux (TCP)", qmux, Setting.QMUX_BIND, e), e);
            }
        }
        return ports.quicPort().orElseThrow();
    }

    private void bindQuic(MoqPorts ports, HostPort address) throws StartException {
        try {
            ports.bindQuic(settings.relay().quic(), address, settings.mediaThreads());
        } catch (IOException e) {
            throw new StartException(sentence("QUIC (UDP)", address, Setting.QUIC_BIND, e), e);
        }
    }

    /// The port number after that of media; the media port itself where there is no media.
    private HostPort besides(@Nullable MediaSide media) {
        HostPort bind = settings.udpBind();
        return media == null || bind.port() == 0 ? bind : bind.withPort(media.udpPort() + 1);
    }

    private HttpBackend backend(
            MoqSide moq,
            @Nullable MediaSide media,
            @Nullable Clients clients,
            GatewayMetrics metrics,
            int quicPort) {
        return new HttpBackend(
                media == null ? null : media.broker(),
                clients == null ? null : clients.control(),
                new HttpBackend.MoqBackend(
                        moq.relay().origin(),
                        new WebSocketAccess(
                                moq.protocols(), QuicLimits.DEFAULT, moq.relay().acceptor()),
                        moq.relay()::links,
                        OptionalInt.of(quicPort)),
                moq.access(),
                new HttpBackend.TlsBackend(moq.identity(), settings.tls() != null),
                metrics::text,
                new Snapshots(decoders.pictures(), decoders.ffmpegVersion()));
    }

    private static String sentence(
            String what, HostPort address, Setting setting, IOException cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String known = reason.toLowerCase(Locale.ROOT);
        String why;
        if (cause instanceof UnknownHostException) {
            why = "the host name \"" + address.host() + "\" is unknown";
        } else if (known.contains("in use")) {
            why = "port " + address.port() + " is in use";
        } else if (known.contains("assign requested address")) {
            why = address.host() + " is not an address of this machine";
        } else if (known.contains("permission denied")) {
            why = "port " + address.port() + " needs privileges that this process does not have";
        } else {
            why = reason;
        }
        return "can't bind "
                + what
                + " to "
                + address
                + ": "
                + why
                + "; choose another with "
                + setting.flag()
                + " HOST:PORT (port 0 picks a free one).";
    }
}
