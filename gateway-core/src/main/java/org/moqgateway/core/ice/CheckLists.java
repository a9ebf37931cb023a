package org.moqgateway.core.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The check list that media goes by and, while an ICE restart is under way, the one that is to
/// follow it (RFC 8445 §9), over the paths there are. One thread.
final class CheckLists {

    /// A restart is given up when the peer's credentials have not come for so long: whoever asked
    /// for them has lost hope or forgotten it.
    private static final long UNANSWERED_NANOS = 30_000_000_000L;

    private final IceTimings timings;
    private final IceRole role;
    private final List<LocalPath> paths = new ArrayList<>();
    private final List<LocalPath> retired = new ArrayList<>();
    private CheckList current;
    private @Nullable CheckList next;
    private boolean complete;

    CheckLists(IceCredentials local, IceRole role, IceTimings timings) {
        this.timings = timings;
        this.role = role;
        this.current = new CheckList(local, role, paths, 0);
    }

    CheckList current() {
        return current;
    }

    /// That of the restart under way.
    @Nullable CheckList next() {
        return next;
    }

    /// That of the latest description.
    CheckList newest() {
        return next != null ? next : current;
    }

    /// See [IceAgent#addPath].
    void addPath(LocalPath path) {
        paths.add(path);
        current.addPath(path);
        if (next != null) {
            next.addPath(path);
        }
    }

    /// See [IceAgent#retirePath].
    void retirePath(LocalPath path) {
        paths.remove(path);
        retired.add(path);
    }

    /// See [IceAgent#removePath].
    void removePath(LocalPath path) {
        paths.remove(path);
        retired.remove(path);
        current.removePath(path);
        if (next != null) {
            next.removePath(path);
        }
    }

    boolean hasPath(LocalPath path) {
        return paths.contains(path) || retired.contains(path);
    }

    void role(boolean controlling) {
        role.take(controlling);
        current.roleTaken();
        if (next != null) {
            next.roleTaken();
        }
    }

    /// See [IceAgent#complete].
    void complete(boolean noMore) {
        complete = noMore;
    }

    void restart(IceCredentials local, long nowNanos) {
        complete = false;
        next = new CheckList(local, role, paths, nowNanos);
    }

    void abandonRestart() {
        next = null;
    }

    /// Ends the restart if it has come to a nominated pair.
    ///
    /// @return whether it has
    boolean swap() {
        CheckList restarted = next;
        if (restarted == null || restarted.nomination().nominated() == null) {
            return false;
        }
        current = restarted;
        next = null;
        return true;
    }

    void nominate(long nowNanos) {
        current.nomination().nominate(nowNanos);
        if (next != null) {
            next.nomination().nominate(nowNanos);
        }
    }

    /// The one whose user name fragment this is.
    @Nullable CheckList listOf(@Nullable String ufrag) {
        if (next != null && next.local().ufrag().equals(ufrag)) {
            return next;
        }
        return current.local().ufrag().equals(ufrag) ? current : null;
    }

    @Nullable String passwordOf(String ufrag) {
        CheckList list = listOf(ufrag);
        return list == null ? null : list.local().password();
    }

    /// The one that a request of ours was for.
    @Nullable CheckList listOf(byte[] transactionId) {
        if (next != null && next.find(transactionId) != null) {
            return next;
        }
        return current.find(transactionId) != null ? current : null;
    }

    boolean knows(LocalPath path, PeerCandidate source) {
        return newest().find(path, source) != null || current.find(path, source) != null;
    }

    boolean proven(LocalPath path, InetSocketAddress source) {
        return current.proven(path, source) || (next != null && next.proven(path, source));
    }

    /// When the restart is to be given up; [Long#MAX_VALUE] without one.
    long restartEndNanos() {
        CheckList restarted = next;
        if (restarted == null) {
            return Long.MAX_VALUE;
        }
        return restarted.remote() == null
                ? restarted.createdNanos() + UNANSWERED_NANOS
                : endNanos(restarted);
    }

    /// When nothing is to be hoped for any more, if no pair works until then.
    long endNanos() {
        return current.remote() == null ? Long.MAX_VALUE : endNanos(current);
    }

    private long endNanos(CheckList list) {
        return complete && list.exhausted()
                ? Long.MIN_VALUE
                : list.startedNanos() + timings.establishment().toNanos();
    }

    /// When a request or a nomination is due; see [CheckList#nextDeadlineNanos].
    long nextDeadlineNanos(long ordinaryNanos) {
        long deadline = current.nextDeadlineNanos(ordinaryNanos);
        return next == null ? deadline : Math.min(deadline, next.nextDeadlineNanos(ordinaryNanos));
    }
}
