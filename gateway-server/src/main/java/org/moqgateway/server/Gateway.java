package org.moqgateway.server;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.moqgateway.core.webrtc.WebRtcSettings;
import org.moqgateway.server.config.GatewaySettings;
import org.moqgateway.server.config.HostPort;
import org.moqgateway.server.config.Setting;
import org.moqgateway.server.http.GatewayHttpServer;
import org.moqgateway.server.http.HttpListener;

/// The whole gateway in one process. Started: both ports are bound and requests are answered.
/// Closed: no session, thread or port is left.
public final class Gateway implements AutoCloseable {
    private final GatewayHttpServer http;
    private final MediaSide media;

    private Gateway(GatewayHttpServer http, MediaSide media) {
        this.http = http;
        this.media = media;
    }

    /// Binds the HTTP port, then the media port, then begins to answer.
    ///
    /// @throws StartException naming the port and the flag
    public static Gateway start(GatewaySettings settings, MediaSide.Factory factory)
            throws StartException {
        HttpListener listener = listen(settings.listen());
        MediaSide media = null;
        try {
            media = media(settings, factory);
            return new Gateway(GatewayHttpServer.start(listener, settings, media.broker()), media);
        } catch (StartException | RuntimeException e) {
            if (media != null) {
                media.closer().run();
            }
            closeQuietly(listener, e);
            throw e;
        }
    }

    /// The bound HTTP port.
    public int httpPort() {
        return http.port();
    }

    /// The bound media port.
    public int udpPort() {
        return media.udpPort();
    }

    /// Refuses new requests, ends every session, frees both ports. Takes at most a few seconds.
    @Override
    public void close() {
        try {
            http.close();
        } finally {
            media.closer().run();
        }
    }

    private static HttpListener listen(HostPort address) throws StartException {
        try {
            return HttpListener.bind(address);
        } catch (IOException e) {
            throw new StartException(sentence("HTTP", address, Setting.LISTEN, e), e);
        }
    }

    private static MediaSide media(GatewaySettings settings, MediaSide.Factory factory)
            throws StartException {
        try {
            return factory.open(
                    new WebRtcSettings(
                            settings.udpBind().resolve(),
                            settings.publicAddresses(),
                            settings.maxSessions(),
                            settings.onConflict(),
                            settings.mediaThreads(),
                            settings.peerTimeout()));
        } catch (IOException e) {
            throw new StartException(
                    sentence("media (UDP)", settings.udpBind(), Setting.UDP_BIND, e), e);
        }
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

    private static void closeQuietly(HttpListener listener, Exception because) {
        try {
            listener.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
