package org.moqgateway.core.turn;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.moqgateway.core.net.Cancellable;
import org.moqgateway.core.net.DatagramPath;
import org.moqgateway.core.net.LinkTarget;
import org.moqgateway.core.net.MediaLoop;
import org.moqgateway.core.net.ServerLink;
import org.moqgateway.core.net.ServerLinks;
import org.moqgateway.core.net.StreamFraming;

/// Asks one TURN server for one relayed address: its name is resolved, its addresses are tried in
/// turn, one redirection is followed (RFC 8489 §10).
///
/// Beside the resolver, which has a virtual thread, everything happens on the loop.
public final class TurnGatherer implements Cancellable {

    /// What came of it, on the loop: one call to one of the two.
    public interface Outcome {
        /// The server has given an address.
        ///
        /// @param relayed the way by the relay; owned by who is told
        void found(RelayedPath relayed);

        /// It has given none.
        ///
        /// @param why for people, with the server's URI
        void failed(String why);
    }

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_ADDRESSES = 4;
    private static final int LONGEST_USERNAME_BYTES = 508;

    /// For one address of the server, connecting included.
    private static final long ATTEMPT_NANOS = 12_000_000_000L;

    private final TurnRequest request;
    private final MediaLoop loop;
    private final DatagramPath.Listener listener;
    private final Outcome outcome;
    private final Deque<InetSocketAddress> addresses = new ArrayDeque<>();
    private volatile boolean over;
    private @Nullable TurnUri uri;
    private @Nullable SSLContext trust;
    private @Nullable Attempt attempt;
    private boolean redirected;
    private String lastProblem = "it has no address";

    private TurnGatherer(
            TurnRequest request, MediaLoop loop, DatagramPath.Listener listener, Outcome outcome) {
        this.request = request;
        this.loop = loop;
        this.listener = listener;
        this.outcome = outcome;
    }

    /// Begins to ask. Any thread; returns at once.
    ///
    /// @param loop one of [org.moqgateway.core.net.MediaLoops]: the path lives there
    /// @param listener of the path that is found
    /// @return gives up; a path that was found before is not touched. The outcome is told nothing
    ///     more
    public static Cancellable gather(
            TurnRequest request, MediaLoop loop, DatagramPath.Listener listener, Outcome outcome) {
        TurnGatherer gatherer = new TurnGatherer(request, loop, listener, outcome);
        Thread.ofVirtual().name("turn-resolver").start(gatherer::resolve);
        return gatherer;
    }

    private void resolve() {
        TurnUri.Parsed parsed = TurnUri.parse(request.server().url());
        TurnUri named = parsed.uri();
        if (named == null) {
            String problem = parsed.problem();
            loop.execute(() -> tell(problem == null ? request.server().url() : problem));
            return;
        }
        try {
            SSLContext context = request.trust();
            SSLContext roots = context == null ? SSLContext.getDefault() : context;
            List<InetAddress> all = List.of(InetAddress.getAllByName(named.host()));
            loop.execute(() -> begin(named, roots, all));
        } catch (UnknownHostException e) {
            loop.execute(() -> fail("its name is not known"));
        } catch (NoSuchAlgorithmException e) {
            loop.execute(() -> fail("there is no TLS here: " + e.getMessage()));
        }
    }

    private void begin(TurnUri named, SSLContext roots, List<InetAddress> all) {
        uri = named;
        trust = roots;
        String username = request.server().username();
        if (username != null
                && username.getBytes(StandardCharsets.UTF_8).length > LONGEST_USERNAME_BYTES) {
            fail("the user name is too long");
            return;
        }
        all.stream()
                .filter(request.allowed())
                .limit(MOST_ADDRESSES)
                .forEach(address -> addresses.add(new InetSocketAddress(address, named.port())));
        if (addresses.isEmpty()) {
            lastProblem = "it is at an address that is not allowed";
        }
        next();
    }

    private void next() {
        InetSocketAddress address = addresses.poll();
        TurnUri named = uri;
        SSLContext roots = trust;
        if (over) {
            return;
        }
        if (address == null || named == null || roots == null) {
            fail(lastProblem);
            return;
        }
        boolean udp = named.transport() == TurnTransport.UDP;
        LinkTarget.Tls tls =
                named.transport() == TurnTransport.TLS
                        ? new LinkTarget.Tls(named.host(), roots)
                        : null;
        LinkTarget target =
                new LinkTarget(
                        address,
                        udp ? LinkTarget.Transport.UDP : LinkTarget.Transport.TCP,
                        StreamFraming.TURN,
                        tls);
        Attempt begun = new Attempt(named.transport());
        attempt = begun;
        begun.open(target);
    }

    private void fail(String why) {
        tell(request.server().url() + ": " + why);
    }

    private void tell(String why) {
        if (!over) {
            over = true;
            outcome.failed(why);
        }
    }

    @Override
    public void cancel() {
        over = true;
        loop.execute(
                () -> {
                    if (attempt != null) {
                        attempt.giveUp();
                    }
                });
    }

    /// One address of the server.
    private final class Attempt implements ServerLink.Listener, RelayedPath.Beginning {
        private final TurnTransport transport;
        private @Nullable Cancellable opening;
        private @Nullable Cancellable deadline;
        private @Nullable RelayedPath path;
        private boolean done;

        Attempt(TurnTransport transport) {
            this.transport = transport;
        }

        void open(LinkTarget target) {
            deadline = loop.schedule(this::late, ATTEMPT_NANOS);
            opening = ServerLinks.open(target, loop, this);
        }

        private void late() {
            if (path != null) {
                path.lost("the TURN server does not answer");
            } else {
                giveUp();
                failed("the TURN server does not answer", false);
            }
        }

        /// Frees what is not found yet.
        void giveUp() {
            if (!done) {
                finish();
                if (path != null) {
                    // Ends the link itself, when the server has nothing of ours any more.
                    path.close();
                } else if (opening != null) {
                    opening.cancel();
                }
            }
        }

        private void finish() {
            done = true;
            attempt = null;
            if (deadline != null) {
                deadline.cancel();
            }
        }

        @Override
        public void opened(ServerLink link) {
            TurnSettings settings =
                    new TurnSettings(
                            request.server().username(),
                            request.server().credential(),
                            transport != TurnTransport.UDP,
                            request.family());
            RelayedPath.Terms terms = new RelayedPath.Terms(transport, settings, RANDOM.nextLong());
            RelayedPath begun = new RelayedPath(loop, link, terms, listener, this);
            path = begun;
            begun.begin();
        }

        @Override
        public void message(byte[] buffer, int offset, int length, long nowNanos) {
            if (path != null) {
                path.message(buffer, offset, length, nowNanos);
            }
        }

        @Override
        public void unreachable(long nowNanos) {
            if (path != null) {
                path.unreachable(nowNanos);
            }
        }

        @Override
        public void ended(String why) {
            if (path != null) {
                path.lost(why);
            } else {
                failed(why, false);
            }
        }

        @Override
        public void allocated(RelayedPath relayed) {
            finish();
            if (over) {
                relayed.close();
            } else {
                over = true;
                outcome.found(relayed);
            }
        }

        @Override
        public void tryAlternate(InetSocketAddress server) {
            finish();
            addresses.clear();
            if (redirected) {
                lastProblem = "it sends us from server to server";
            } else if (!request.allowed().test(server.getAddress())) {
                lastProblem = "it sends us to an address that is not allowed";
            } else {
                addresses.add(server);
            }
            redirected = true;
            next();
        }

        @Override
        public void failed(String why, boolean reached) {
            finish();
            lastProblem = why;
            if (reached) {
                addresses.clear();
            }
            next();
        }
    }
}
