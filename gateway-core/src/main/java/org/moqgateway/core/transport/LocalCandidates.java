package org.moqgateway.core.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.ice.CandidateType;
import org.moqgateway.core.ice.LocalPath;
import org.moqgateway.core.sdp.Candidate;

/// Our candidates of one description, in the order they were found. Any thread.
final class LocalCandidates {

    private final Map<String, String> foundations = new HashMap<>();
    private volatile List<Candidate> all = List.of();

    /// Forgets them, for a restart.
    synchronized void clear() {
        all = List.of();
    }

    List<Candidate> all() {
        return all;
    }

    /// The candidate that a path is the base of.
    ///
    /// @return null when it was there already
    @Nullable Candidate ofPath(LocalPath path) {
        InetSocketAddress address = path.address();
        // A relayed candidate need not tell where its owner is (RFC 8839 §5.1).
        List<String> related =
                path.type() == CandidateType.RELAYED
                        ? related(new InetSocketAddress(anyOf(address.getAddress()), 0))
                        : List.of();
        String key = path.type() + " " + address.getAddress().getHostAddress();
        return add(key, path.type(), path.priority(), address, related);
    }

    /// What a STUN server saw.
    ///
    /// @return null when it is the path's own address or was there already
    @Nullable Candidate reflexive(
            LocalPath path, InetSocketAddress mapped, InetSocketAddress server) {
        if (mapped.equals(path.address())) {
            return null;
        }
        String key =
                "reflexive "
                        + path.address().getAddress().getHostAddress()
                        + " "
                        + server.getAddress().getHostAddress();
        // The local preference is the path's.
        int preference = (int) (path.priority() >> 8) & 0xffff;
        long priority = CandidateType.SERVER_REFLEXIVE.priority(preference);
        return add(key, CandidateType.SERVER_REFLEXIVE, priority, mapped, related(path.address()));
    }

    /// Withdraws those of a path that is gone, what STUN servers saw of it too, as far as nobody
    /// was told.
    synchronized void remove(LocalPath path) {
        String literal = literal(path.address().getAddress());
        List<String> base = related(path.address());
        all =
                all.stream()
                        .filter(
                                c ->
                                        c.port() != path.address().getPort()
                                                || !c.address().equals(literal))
                        .filter(c -> !c.extensions().equals(base))
                        .toList();
    }

    private synchronized @Nullable Candidate add(
            String key,
            CandidateType type,
            long priority,
            InetSocketAddress address,
            List<String> related) {
        String foundation =
                foundations.computeIfAbsent(key, k -> Integer.toString(foundations.size() + 1));
        String literal = literal(address.getAddress());
        boolean known =
                all.stream()
                        .anyMatch(
                                c -> c.port() == address.getPort() && c.address().equals(literal));
        if (known) {
            return null;
        }
        Candidate candidate =
                new Candidate(
                        foundation,
                        1,
                        "udp",
                        priority,
                        literal,
                        address.getPort(),
                        type.word(),
                        related);
        List<Candidate> longer = new ArrayList<>(all);
        longer.add(candidate);
        all = List.copyOf(longer);
        return candidate;
    }

    private static List<String> related(InetSocketAddress base) {
        return List.of(
                "raddr", literal(base.getAddress()), "rport", Integer.toString(base.getPort()));
    }

    private static InetAddress anyOf(InetAddress family) {
        try {
            return InetAddress.getByAddress(new byte[family.getAddress().length]);
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Without a zone, which means nothing to a peer.
    private static String literal(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*$", "");
    }
}
