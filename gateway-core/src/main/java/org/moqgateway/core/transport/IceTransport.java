package org.moqgateway.core.transport;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.moqgateway.core.ice.IceServer;
import org.moqgateway.core.peer.IceSide;
import org.moqgateway.core.peer.PeerConnection;
import org.moqgateway.core.sdp.Candidate;
import org.moqgateway.core.sdp.IceParameters;

/// One way to one peer that we dial, found by full ICE. Control plane: any thread, except where
/// said.
public interface IceTransport extends AutoCloseable {
    /// Our credentials for the description; others after [#restart].
    IceParameters local();

    /// Our candidates as far as they are known: those of this host at once.
    List<Candidate> candidates();

    /// Waits until every server was asked for candidates.
    ///
    /// @return false when the time was over first; candidates go on coming
    boolean awaitGathered(Duration atMost) throws InterruptedException;

    /// Asks further servers, those of the `Link` headers of an answer.
    void addServers(List<IceServer> servers);

    /// Sets who is told of each candidate that is found after this call, on the loop.
    void onCandidate(Consumer<Candidate> listener);

    /// Begins to check, or after [#restart] begins again. Credentials that come when no restart
    /// waits for them are left out.
    ///
    /// @param remote its candidates are checked against the policy; mDNS names are resolved
    ///     meanwhile
    void start(RemoteIce remote);

    /// Adds candidates of the peer that came later.
    void addRemoteCandidates(List<Candidate> candidates);

    /// Makes new credentials and gathers anew (RFC 8445 §9). Media goes on over the old pair until
    /// [#start] has led to a new one. Given up after 30 s without [#start].
    ///
    /// @return the new credentials
    IceParameters restart();

    /// Gives a restart up that the peer refused: [#local] is soon what it was before. No effect
    /// once [#start] has begun it.
    void abandonRestart();

    /// Sets what is run, on a control-plane thread, when the selected pair has fallen silent or
    /// this host has lost its address: time for a restart. Run at once if that was so before.
    void onDoubt(Runnable listener);

    /// Why peers' candidates were refused, for people; empty when none was.
    List<String> refusedCandidates();

    /// The ICE side of the connection that this carries.
    IceSide side();

    /// Carries a connection, made with [#side]; once. The connection is attached to its loop and
    /// gets what is not STUN; what it sends goes by the selected pair.
    void carry(PeerConnection connection);

    /// Frees sockets and allocations.
    @Override
    void close();
}
