package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ice4j.attribute.Attribute;
import org.jspecify.annotations.Nullable;

/// The lite side of ICE (RFC 8445 §2.5): it sends no checks, answers those of the peer and follows
/// its nomination. Confined to one thread.
///
/// - A request counts when USERNAME starts with a ufrag of ours, MESSAGE-INTEGRITY matches our
///   password and FINGERPRINT, if present, matches.
/// - The newest authenticated USE-CANDIDATE selects; so a peer that moves is followed.
/// - Consent (RFC 7675) is the peer's: it lives while [#lastAuthenticatedNanos()] is recent.
public final class IceLiteAgent {

    private static final int MOST_ADDRESSES = 16;

    private final RequestAnswerer answerer = new RequestAnswerer();
    private final Set<InetSocketAddress> validated = new LinkedHashSet<>();
    private IceCredentials current;
    private @Nullable IceCredentials next;
    private @Nullable InetSocketAddress selected;
    private boolean nominated;
    private boolean authenticated;
    private long lastAuthenticatedNanos;

    /// @param local our credentials, those in our description
    public IceLiteAgent(IceCredentials local) {
        this.current = local;
    }

    /// Takes one STUN datagram; foreign bytes never throw.
    ///
    /// @param buffer lent for the call, unchanged
    /// @param source where it came from
    /// @param nowNanos the time, any origin
    /// @param out receives answers and changes, before this returns
    public IceVerdict handle(
            byte[] buffer,
            int offset,
            int length,
            InetSocketAddress source,
            long nowNanos,
            IceOutput out) {
        StunDatagram.Parsed parsed = StunDatagram.parse(buffer, offset, length);
        StunDatagram message = parsed.datagram();
        if (message == null) {
            return parsed.verdict();
        }
        if (!message.binding()) {
            return IceVerdict.UNSUPPORTED_METHOD;
        }
        if (!message.request()) {
            return message.success() || message.error()
                    ? IceVerdict.UNEXPECTED_RESPONSE
                    : IceVerdict.INDICATION;
        }
        RequestAnswerer.Source from =
                new RequestAnswerer.Source(source, validated.contains(source), nowNanos, out::send);
        IceVerdict verdict =
                answerer.answer(message, from, this::passwordOf, RequestAnswerer.CONTROLLED);
        if (verdict == IceVerdict.ANSWERED) {
            accept(message, source, nowNanos, out);
        }
        return verdict;
    }

    private @Nullable String passwordOf(String ufrag) {
        if (ufrag.equals(current.ufrag())) {
            return current.password();
        }
        return next != null && ufrag.equals(next.ufrag()) ? next.password() : null;
    }

    private void accept(
            StunDatagram request, InetSocketAddress source, long nowNanos, IceOutput out) {
        authenticated = true;
        lastAuthenticatedNanos = nowNanos;
        if (validated.add(source)) {
            forgetOldest();
            out.validated(source);
        }
        if (request.has(Attribute.USE_CANDIDATE)) {
            completeRestart(request, out);
            select(source, true, out);
        } else if (selected == null) {
            select(source, false, out);
        }
    }

    private void forgetOldest() {
        if (validated.size() > MOST_ADDRESSES) {
            validated.remove(validated.iterator().next());
        }
    }

    private void completeRestart(StunDatagram request, IceOutput out) {
        IceCredentials candidate = next;
        if (candidate != null && candidate.ufrag().equals(request.receiverUfrag())) {
            String oldUfrag = current.ufrag();
            current = candidate;
            next = null;
            out.restarted(oldUfrag);
        }
    }

    private void select(InetSocketAddress source, boolean byNomination, IceOutput out) {
        if (source.equals(selected) && nominated == byNomination) {
            return;
        }
        selected = source;
        nominated = byNomination;
        out.selected(source, byNomination);
    }

    /// Starts an ICE restart (RFC 8445 §9): from now on both credentials are accepted, until a pair
    /// is nominated with the new ones. A second restart before that replaces the first.
    ///
    /// @return the ufrag of a restart that this one replaces: it is ours no longer
    public Optional<String> restart(IceCredentials restarted) {
        Optional<String> replaced = Optional.ofNullable(next).map(IceCredentials::ufrag);
        next = restarted;
        return replaced;
    }

    /// The newest credentials, those that our latest description carries.
    public IceCredentials credentials() {
        return next != null ? next : current;
    }

    /// Where the peer is reached, nominated or, before that, first validated.
    public Optional<InetSocketAddress> selected() {
        return Optional.ofNullable(selected);
    }

    /// Tells whether the peer has nominated a pair.
    public boolean nominated() {
        return nominated;
    }

    /// When the latest authenticated request arrived, in the caller's `nowNanos`; empty before the
    /// first.
    public OptionalLong lastAuthenticatedNanos() {
        return authenticated ? OptionalLong.of(lastAuthenticatedNanos) : OptionalLong.empty();
    }
}
