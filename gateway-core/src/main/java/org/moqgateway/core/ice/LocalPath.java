package org.moqgateway.core.ice;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One local way to send, as the agent sees it: the base of candidates (RFC 8445 §5.1.1). Compared
/// by identity; what it stands for is its owner's business.
public final class LocalPath {

    private final InetSocketAddress address;
    private final CandidateType type;
    private final int localPreference;
    private final @Nullable InetSocketAddress only;
    private long strayNanos = Long.MIN_VALUE;

    private LocalPath(
            InetSocketAddress address,
            CandidateType type,
            int localPreference,
            @Nullable InetSocketAddress only) {
        this.address = address;
        this.type = type;
        this.localPreference = localPreference;
        this.only = only;
    }

    /// A path that reaches any address of its family.
    ///
    /// @param address what it is bound to or, for a relayed one, what the relay sends from
    /// @param localPreference 0..65535, among paths of one type
    public static LocalPath datagrams(
            InetSocketAddress address, CandidateType type, int localPreference) {
        return new LocalPath(address, type, localPreference, null);
    }

    /// A connection to one candidate of the peer (RFC 6544): it reaches nobody else.
    public static LocalPath connection(
            InetSocketAddress address, int localPreference, InetSocketAddress peer) {
        return new LocalPath(address, CandidateType.HOST, localPreference, peer);
    }

    /// Its address.
    public InetSocketAddress address() {
        return address;
    }

    /// Of which type the candidate is that it is the base of.
    public CandidateType type() {
        return type;
    }

    /// The priority of that candidate.
    public long priority() {
        return type.priority(localPreference);
    }

    /// What the peer would give a candidate that it learns from a check sent here (RFC 8445
    /// §7.1.1).
    long reflexivePriority() {
        return CandidateType.PEER_REFLEXIVE.priority(localPreference);
    }

    /// Whether it is a [#connection].
    public boolean isConnection() {
        return only != null;
    }

    /// Whether it is worth a check to this address: nothing on this machine is reached from without
    /// nor the other way round.
    boolean reaches(PeerCandidate candidate) {
        InetSocketAddress to = candidate.address();
        if (only != null) {
            return candidate.stream() && only.equals(to);
        }
        InetAddress here = address.getAddress();
        InetAddress there = to.getAddress();
        return !candidate.stream()
                && here instanceof Inet6Address == there instanceof Inet6Address
                && (type == CandidateType.RELAYED
                        || here.isLoopbackAddress() == there.isLoopbackAddress());
    }

    /// When something was sent here to any other than the selected remote address.
    long strayNanos() {
        return strayNanos;
    }

    void strayed(long nowNanos) {
        strayNanos = nowNanos;
    }

    @Override
    public String toString() {
        String text = address.toString().replaceFirst("^.*/", "");
        return type.word() + " " + text + (isConnection() ? " tcp" : "");
    }
}
