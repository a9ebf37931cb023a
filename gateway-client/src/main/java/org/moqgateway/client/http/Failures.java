package org.moqgateway.client.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.SignallingException.Kind;

/// Puts what the network and TLS report into words. Pure.
final class Failures {
    private Failures() {}

    /// @param target null when it was not found yet
    static SignallingException of(
            IOException failure, HttpUrl url, @Nullable Target target, Deadline deadline) {
        SignallingException said = kindOf(failure, url, target, deadline);
        said.initCause(failure);
        return said;
    }

    static SignallingException tooLarge(HttpUrl url, int status, int most, String what) {
        String limit = most / 1024 + " KiB";
        return said(
                Kind.BROKEN,
                status,
                Words.of(url) + " answered " + status + " with more than " + limit + " of " + what);
    }

    private static SignallingException kindOf(
            IOException failure, HttpUrl url, @Nullable Target target, Deadline deadline) {
        String name = Words.of(url);
        if (target != null && target.sockets().exceeded()) {
            return broken(name + " answered more than an answer may have");
        }
        if (failure instanceof SSLException tls) {
            return broken(name + ": " + tls(tls, url));
        }
        if (failure instanceof UnknownHostException) {
            return unreachable(name + ": there is no host named " + url.host());
        }
        if (failure instanceof NoRouteToHostException) {
            return unreachable(name + ": no way leads to " + place(url));
        }
        if (failure instanceof ConnectException) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            boolean refused = String.valueOf(cause.getMessage()).contains("refused");
            String what = refused ? "nobody listens at " : "cannot reach ";
            return unreachable(
                    name + ": " + what + place(url) + (refused ? "" : " (" + reason(cause) + ")"));
        }
        if (failure instanceof InterruptedIOException) {
            return unreachable(name + late(failure, url, deadline));
        }
        if (endsEarly(failure)) {
            return unreachable(name + " broke off in the middle of its answer");
        }
        if (failure instanceof ProtocolException) {
            return broken(name + " does not speak HTTP: " + reason(failure));
        }
        return unreachable(name + ": the connection was lost: " + reason(failure));
    }

    private static String late(IOException failure, HttpUrl url, Deadline deadline) {
        String message = String.valueOf(failure.getMessage());
        if (message.startsWith("no address")) {
            return ": no name server tells where " + url.host() + " is";
        }
        return failure instanceof SocketTimeoutException && message.contains("onnect")
                ? ": nobody answers at " + place(url)
                : " did not answer within " + seconds(deadline);
    }

    private static boolean endsEarly(IOException failure) {
        return failure instanceof EOFException
                || failure.getCause() instanceof EOFException
                || String.valueOf(failure.getMessage()).startsWith("unexpected end of stream");
    }

    private static String tls(SSLException failure, HttpUrl url) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired and must be renewed there ("
                        + reason(cause)
                        + ")";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid yet: one of the two clocks is wrong ("
                        + reason(cause)
                        + ")";
            }
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return "its certificate is for another host than "
                    + url.host()
                    + ": use the name that the certificate bears";
        }
        if (failure.getCause() instanceof CertificateException
                || String.valueOf(failure.getMessage()).contains("PKIX")) {
            return "its certificate is signed by nobody who is trusted here: give the root that"
                    + " has signed it as a trusted root of this client, --ca FILE or ca in the"
                    + " settings file ("
                    + reason(failure)
                    + ")";
        }
        return "no TLS with " + place(url) + ": " + reason(failure);
    }

    /// What a failure says of itself, fit for a message.
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        return Words.clean(message == null ? failure.getClass().getSimpleName() : message);
    }

    private static String place(HttpUrl url) {
        String host = url.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + url.port();
    }

    private static String seconds(Deadline deadline) {
        long millis = deadline.within().toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static SignallingException broken(String message) {
        return said(Kind.BROKEN, 0, message);
    }

    private static SignallingException unreachable(String message) {
        return said(Kind.UNREACHABLE, 0, message);
    }

    private static SignallingException said(Kind kind, int status, String message) {
        return new SignallingException(kind, status, Optional.empty(), message);
    }
}
