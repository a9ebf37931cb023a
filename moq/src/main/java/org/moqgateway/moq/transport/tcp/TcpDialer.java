package org.moqgateway.moq.transport.tcp;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.moqgateway.moq.transport.Connection;
import org.moqgateway.moq.transport.DialTarget;
import org.moqgateway.moq.transport.Dialer;
import org.moqgateway.moq.transport.QuicLimits;
import org.moqgateway.moq.transport.TransportKind;
import org.moqgateway.moq.transport.loop.SerialLoop;
import org.moqgateway.moq.transport.qmux.InBand;
import org.moqgateway.moq.transport.qmux.QmuxBinding;
import org.moqgateway.moq.transport.qmux.QmuxConnection;
import org.moqgateway.moq.transport.qmux.QmuxException;
import org.moqgateway.moq.transport.qmux.QmuxSettings;
import org.moqgateway.moq.transport.qmux.QmuxVersion;
import org.moqgateway.moq.transport.qmux.Subprotocol;
import org.moqgateway.moq.transport.tls.CertificateTrust;

/// Dials QMux on TCP: for `tls://` with TLS 1.3, QMux version and protocol agreed on by ALPN; for
/// `tcp://` bare, draft 01, the protocol agreed on in the transport parameters. Call it on a
/// virtual thread: an interrupt ends it there.
public final class TcpDialer implements Dialer {
    private final QuicLimits limits;

    /// A dialer with the usual limits.
    public TcpDialer() {
        this(QuicLimits.DEFAULT);
    }

    /// @param limits what a server may do
    public TcpDialer(QuicLimits limits) {
        this.limits = limits;
    }

    @Override
    public Connection dial(DialTarget target) throws IOException, InterruptedException {
        String scheme = String.valueOf(target.uri().getScheme()).toLowerCase(Locale.ROOT);
        Socket raw = new Socket();
        try {
            int timeoutMillis = Math.clamp(target.timeout().toMillis(), 1, Integer.MAX_VALUE);
            raw.setTcpNoDelay(true);
            raw.connect(target.address(), timeoutMillis);
            raw.setSoTimeout(timeoutMillis);
            return switch (scheme) {
                case "tls" -> encrypted(target, raw);
                case "tcp" -> bare(target, raw);
                default -> throw new IOException("not a scheme of QMux on TCP: " + scheme);
            };
        } catch (SocketException e) {
            raw.close();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while dialling " + target.address());
            }
            throw e;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private Connection encrypted(DialTarget target, Socket raw) throws IOException {
        List<String> offered = Subprotocol.offers(target.protocols(), true);
        SSLSocket socket = handshake(target, raw, offered);
        String token = socket.getApplicationProtocol();
        Subprotocol agreed =
                Subprotocol.parse(token == null ? "" : token)
                        .filter(_ -> offered.contains(token))
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "the server agreed on no protocol: " + token));
        raw.setSoTimeout(0);
        SerialLoop loop = new SerialLoop();
        TcpPipe pipe = new TcpPipe(raw, socket, loop, () -> {});
        QmuxConnection connection =
                new QmuxConnection(
                        new QmuxSettings(agreed.version(), false, limits, List.of()),
                        binding(target, agreed.protocol()),
                        pipe,
                        loop);
        loop.execute(connection::begin);
        pipe.run(connection);
        return connection;
    }

    private static SSLSocket handshake(DialTarget target, Socket raw, List<String> offered)
            throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager manager = CertificateTrust.of(target.trust());
            context.init(null, new TrustManager[] {manager}, null);
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            raw, host(target), target.address().getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setApplicationProtocols(offered.toArray(String[]::new));
            if (CertificateTrust.bindsNames(target.trust())) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    /// Without the brackets that a URI puts around an IPv6 address.
    private static String host(DialTarget target) {
        String host = target.uri().getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Connection bare(DialTarget target, Socket raw) throws IOException {
        QmuxSettings settings =
                new QmuxSettings(QmuxVersion.QMUX_01, false, limits, target.protocols());
        SerialLoop loop = new SerialLoop();
        TcpPipe pipe = new TcpPipe(raw, raw, loop, () -> {});
        pipe.write(InBand.hello(settings));
        byte[] hello = pipe.read();
        if (hello == null) {
            throw new IOException(target.address() + " hung up");
        }
        String protocol = agreed(hello, target.protocols());
        raw.setSoTimeout(0);
        QmuxConnection connection =
                new QmuxConnection(settings, binding(target, protocol), pipe, loop);
        connection.begun();
        pipe.unread(hello);
        pipe.run(connection);
        return connection;
    }

    private static String agreed(byte[] hello, List<String> ours) throws IOException {
        try {
            List<String> theirs = InBand.protocols(hello);
            return theirs.stream()
                    .filter(ours::contains)
                    .findFirst()
                    .orElseThrow(() -> new IOException("no protocol in common with " + theirs));
        } catch (QmuxException e) {
            throw new IOException("no QMux: " + e.getMessage(), e);
        }
    }

    private static QmuxBinding binding(DialTarget target, String protocol) {
        return new QmuxBinding(TransportKind.TLS, protocol, null, target.address());
    }
}
