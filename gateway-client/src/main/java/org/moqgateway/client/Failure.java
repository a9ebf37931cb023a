package org.moqgateway.client;

import java.time.Duration;
import java.util.Optional;
import org.moqgateway.client.http.SignallingException;
import org.moqgateway.core.peer.PeerEnd;
import org.moqgateway.core.webrtc.DialException;

/// Why there is no session now, for whoever decides when there will be one.
///
/// @param retryAfter how long the remote wants to be left alone
/// @param message for people, without secrets
record Failure(Kind kind, Optional<Duration> retryAfter, String message) {
    /// What it was.
    enum Kind {
        /// Nobody there.
        UNREACHABLE,
        /// A session that had media ended without being meant to.
        BROKE,
        /// A session was agreed and no media came of it.
        NEVER_CONNECTED,
        /// The peer ended the session, and meant it.
        ENDED,
        /// The broadcast that was published is over.
        BROADCAST_OVER,
        /// The broadcast that is published has other media than the session was made for.
        OUTGROWN,
        /// The broadcast to publish is not there, or has nothing that can be sent.
        NOT_LIVE,
        /// Something of this gateway ended the session: another publisher took the name.
        DISPLACED,
        /// The remote cannot serve us now, or this gateway has no place for the session.
        OVERLOADED,
        /// The remote's broadcast is not there yet.
        NOT_READY,
        /// The remote has nothing under the URL.
        NOT_FOUND,
        /// The remote wants another token.
        UNAUTHORIZED,
        /// The remote does not want what we offer, or the reverse.
        REFUSED,
        /// The remote breaks the protocol, or we break.
        BROKEN
    }

    static Failure of(Kind kind, String message) {
        return new Failure(kind, Optional.empty(), message);
    }

    static Failure of(SignallingException failure) {
        Kind kind =
                switch (failure.kind()) {
                    case UNREACHABLE -> Kind.UNREACHABLE;
                    case UNAUTHORIZED -> Kind.UNAUTHORIZED;
                    case NOT_FOUND -> Kind.NOT_FOUND;
                    case NOT_READY -> Kind.NOT_READY;
                    case OVERLOADED -> Kind.OVERLOADED;
                    case REFUSED -> Kind.REFUSED;
                    case BROKEN -> Kind.BROKEN;
                };
        return new Failure(kind, failure.retryAfter(), text(failure));
    }

    static Failure of(DialException failure) {
        Kind kind =
                switch (failure.reason()) {
                    case NOT_LIVE -> Kind.NOT_LIVE;
                    case TOO_MANY_SESSIONS, NO_SOCKET -> Kind.OVERLOADED;
                    case BAD_DESCRIPTION -> Kind.BROKEN;
                    case NO_COMMON_CODEC -> Kind.REFUSED;
                    case CLOSED, CONFLICT -> Kind.DISPLACED;
                };
        return of(kind, text(failure));
    }

    /// @param live whether media had flowed
    static Failure of(PeerEnd end, boolean live) {
        Kind kind =
                switch (end.reason()) {
                    case CLOSED_HERE -> Kind.DISPLACED;
                    case CLOSED_BY_PEER -> live ? Kind.ENDED : Kind.NEVER_CONNECTED;
                    case VANISHED -> live ? Kind.BROKE : Kind.NEVER_CONNECTED;
                    case NEVER_CONNECTED, HANDSHAKE_FAILED -> Kind.NEVER_CONNECTED;
                };
        return of(kind, "the session is over: " + end);
    }

    /// Whether a client that runs once ends with it.
    boolean ends(boolean sessionMade) {
        return switch (kind) {
            case UNREACHABLE, OVERLOADED, NOT_READY, NOT_LIVE, OUTGROWN -> false;
            case BROKE, NEVER_CONNECTED, ENDED, BROADCAST_OVER -> sessionMade;
            case DISPLACED, NOT_FOUND, UNAUTHORIZED, REFUSED, BROKEN -> true;
        };
    }

    /// Whether it was meant.
    boolean orderly() {
        return kind == Kind.ENDED || kind == Kind.BROADCAST_OVER;
    }

    private static String text(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
