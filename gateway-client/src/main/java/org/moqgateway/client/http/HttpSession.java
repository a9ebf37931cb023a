package org.moqgateway.client.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.moqgateway.client.http.Notices.Notice;
import org.moqgateway.core.ice.IceServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A session that a server has made (RFC 9725 §4.2, §4.3). Any thread; one PATCH at a time, so that
/// candidates wait for the entity-tag that a restart brings and answers come in order.
final class HttpSession implements SignallingSession {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSession.class);
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final Requests requests;
    private final Clock clock;
    private final Notices notices;
    private final Endpoint endpoint;
    private final HttpUrl answeredBy;
    private final String description;
    private final boolean counterOffer;
    private final List<IceServer> iceServers;
    private final ReentrantLock patching = new ReentrantLock();
    private final AtomicBoolean deleted = new AtomicBoolean();
    private final AtomicInteger restarting = new AtomicInteger();
    private volatile Optional<SessionUrl> sessionUrl;
    private volatile Optional<String> entityTag;
    private volatile boolean takesPatches = true;
    private volatile boolean takesCandidates = true;
    private volatile Requests.@Nullable Running trickling;

    /// What the server has made of the offer.
    ///
    /// @param endpoint where it was made
    /// @param answer 200, 201 or 406
    /// @param sessionUrl empty when there is none that may be used
    /// @param counterOffer whether the answer holds an offer
    /// @param iceServers those of its links
    record Opened(
            Endpoint endpoint,
            Answer answer,
            Optional<SessionUrl> sessionUrl,
            boolean counterOffer,
            List<IceServer> iceServers) {
        Opened {
            iceServers = List.copyOf(iceServers);
        }
    }

    HttpSession(Requests requests, Clock clock, Notices notices, Opened opened) {
        this.requests = requests;
        this.clock = clock;
        this.notices = notices;
        this.endpoint = opened.endpoint();
        this.answeredBy = opened.answer().url();
        this.description = opened.answer().text();
        this.sessionUrl = opened.sessionUrl();
        this.counterOffer = opened.counterOffer();
        this.iceServers = opened.iceServers();
        this.entityTag = EntityTag.of(opened.answer().headers());
    }

    @Override
    public URI url() {
        return sessionUrl.map(SessionUrl::url).orElse(answeredBy).uri();
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public boolean counterOffer() {
        return counterOffer;
    }

    @Override
    public List<IceServer> iceServers() {
        return iceServers;
    }

    @Override
    public void answer(String answerSdp) throws SignallingException, InterruptedException {
        if (sessionUrl.isEmpty()) {
            throw new IllegalStateException("there is no offer to answer");
        }
        Ask.Content content = new Ask.Content("application/sdp", answerSdp);
        Answer answer = requests.send(patch(sessionUrl.get(), content, entityTag));
        if (!answer.succeeded()) {
            throw Refusals.of(answer, clock);
        }
        EntityTag.of(answer.headers()).ifPresent(tag -> entityTag = Optional.of(tag));
    }

    @Override
    public boolean trickle(String sdpFragment) throws SignallingException, InterruptedException {
        if (sessionUrl.isEmpty() || !takesPatches || !takesCandidates) {
            return false;
        }
        patching.lockInterruptibly();
        try {
            if (!takesPatches || !takesCandidates) {
                return false;
            }
            Ask.Content content = new Ask.Content(FRAGMENT, sdpFragment);
            return tookUnlessSuperseded(
                    requests.begin(patch(sessionUrl.get(), content, entityTag)));
        } finally {
            trickling = null;
            patching.unlock();
        }
    }

    private boolean tookUnlessSuperseded(Requests.Running begun)
            throws SignallingException, InterruptedException {
        trickling = begun;
        if (restarting.get() > 0) {
            begun.cancel();
        }
        try {
            return took(answer(begun));
        } catch (SignallingException e) {
            if (begun.cancelled()) {
                return false;
            }
            throw e;
        }
    }

    private static Answer answer(Requests.Running begun)
            throws SignallingException, InterruptedException {
        try {
            return Requests.result(begun.answer());
        } catch (InterruptedException e) {
            begun.cancel();
            throw e;
        }
    }

    private boolean took(Answer answer) throws SignallingException {
        if (answer.succeeded()) {
            return true;
        }
        switch (answer.status()) {
            case 405, 415, 501 -> takesPatches = false;
            // 422: restarts alone. 428 with the tag that we have, or want one that it never gave.
            case 400, 422, 428 -> takesCandidates = false;
            case 401, 403, 404, 410 -> throw Refusals.of(answer, clock);
            // 412: candidates of an ICE session that is no more.
            default -> {}
        }
        LOG.debug("{} answered candidates with {}", Words.of(answer.url()), answer.status());
        return false;
    }

    @Override
    public Optional<String> restart(String sdpFragment)
            throws SignallingException, InterruptedException {
        if (sessionUrl.isEmpty() || !takesPatches) {
            return Optional.empty();
        }
        awaitTurnOfRestart();
        try {
            // The network may have changed: what is connected may lead nowhere.
            SessionUrl anew = sessionUrl.get().anew();
            sessionUrl = Optional.of(anew);
            Ask.Content content = new Ask.Content(FRAGMENT, sdpFragment);
            return restarted(requests.send(patch(anew, content, Optional.of("*"))));
        } finally {
            patching.unlock();
        }
    }

    /// Gives up candidates of the former ICE session, those that are being told, perhaps on a way
    /// that is gone, and those that wait for their turn.
    private void awaitTurnOfRestart() throws InterruptedException {
        restarting.incrementAndGet();
        try {
            Requests.Running superseded = trickling;
            if (superseded != null) {
                superseded.cancel();
            }
            patching.lockInterruptibly();
        } finally {
            restarting.decrementAndGet();
        }
    }

    private Optional<String> restarted(Answer answer) throws SignallingException {
        switch (answer.status()) {
            case 200 -> {
                EntityTag.of(answer.headers()).ifPresent(tag -> entityTag = Optional.of(tag));
                return answer.body().size() == 0 ? Optional.empty() : Optional.of(answer.text());
            }
            case 405, 415, 501 -> takesPatches = false;
            case 401, 403, 404, 409, 410, 429 -> throw Refusals.of(answer, clock);
            default -> {
                // A proxy's words for a server that is away. 500 is the server's own, and is what
                // one
                // says that knows no restart and does not expect the question.
                if (answer.status() > 501) {
                    throw Refusals.of(answer, clock);
                }
            }
        }
        LOG.debug("{} answered a restart with {}", Words.of(answer.url()), answer.status());
        return Optional.empty();
    }

    private Ask patch(SessionUrl to, Ask.Content content, Optional<String> ifMatch) {
        return new Ask(
                endpoint,
                "PATCH",
                to.url(),
                to.target(),
                content,
                Optional.of(content.type()),
                ifMatch,
                endpoint.requestTimeout());
    }

    @Override
    public void delete() {
        if (sessionUrl.isEmpty() || !deleted.compareAndSet(false, true)) {
            return;
        }
        long end = System.nanoTime() + Requests.FAREWELL.toNanos();
        Future<?> told = requests.farewell(() -> tell(sessionUrl.get()));
        if (Requests.awaitUninterruptibly(told, end)) {
            Thread.currentThread().interrupt();
        }
    }

    /// Without entity-tag, which is not asked for here (RFC 9725 §4.3.1).
    private void tell(SessionUrl of) {
        Duration limit = Requests.FAREWELL;
        Duration timeout = endpoint.requestTimeout();
        Ask ask =
                new Ask(
                        endpoint,
                        "DELETE",
                        of.url(),
                        of.target(),
                        null,
                        Optional.empty(),
                        Optional.empty(),
                        timeout.compareTo(limit) < 0 ? timeout : limit);
        try {
            Answer answer = requests.send(ask);
            LOG.debug("{} answered DELETE with {}", Words.of(of.url()), answer.status());
        } catch (SignallingException e) {
            LOG.atLevel(notices.level(endpoint, Notice.FAREWELL, Level.INFO))
                    .log("could not end the session on the server: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
