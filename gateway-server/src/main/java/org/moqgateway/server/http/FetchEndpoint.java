package org.moqgateway.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.moqgateway.moq.model.AbortReason;
import org.moqgateway.moq.model.BroadcastConsumer;
import org.moqgateway.moq.model.Frame;
import org.moqgateway.moq.model.GroupConsumer;
import org.moqgateway.moq.model.GroupFetch;
import org.moqgateway.moq.model.Origin;
import org.moqgateway.moq.model.Poll;
import org.moqgateway.moq.model.TrackConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /fetch/BROADCAST/TRACK?group=N|latest`: the payloads of one group's frames, one after the
/// other, as they come. Half a minute for all of it.
final class FetchEndpoint {
    /// Where groups are.
    static final String PREFIX = "/fetch/";

    private static final Logger log = LoggerFactory.getLogger(FetchEndpoint.class);

    private final Origin origin;
    private final RequestAccess access;
    private final RequestRate rate;
    private final HttpLimits limits;

    FetchEndpoint(Origin origin, RequestAccess access, RequestRate rate, HttpLimits limits) {
        this.origin = origin;
        this.access = access;
        this.rate = rate;
        this.limits = limits;
    }

    /// What is asked for.
    ///
    /// @param group empty for the latest
    private record Wanted(String broadcast, String track, OptionalLong group) {}

    void get(Context ctx) {
        rate.check(ctx);
        Wanted wanted = wanted(ctx);
        access.reading(ctx, wanted.broadcast());
        PollWaiter waiter = new PollWaiter(limits.fetchDeadline());
        try (BroadcastConsumer broadcast = broadcast(wanted.broadcast())) {
            if (wanted.group().isPresent()) {
                fetch(ctx, broadcast, wanted, waiter);
            } else {
                latest(ctx, broadcast, wanted, waiter);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(503, "The gateway is shutting down.").asException();
        }
    }

    private BroadcastConsumer broadcast(String path) {
        return origin.broadcast(path)
                .orElseThrow(
                        () ->
                                Problem.of(404, "Nobody publishes \"" + path + "\" now.")
                                        .asException());
    }

    private static void fetch(
            Context ctx, BroadcastConsumer broadcast, Wanted wanted, PollWaiter waiter)
            throws InterruptedException {
        try (GroupFetch fetch = broadcast.group(wanted.track(), wanted.group().orElseThrow())) {
            serve(ctx, first(fetch::poll, fetch::onAvailable, waiter), waiter);
        }
    }

    private static void latest(
            Context ctx, BroadcastConsumer broadcast, Wanted wanted, PollWaiter waiter)
            throws InterruptedException {
        TrackConsumer track =
                broadcast
                        .track(wanted.track())
                        .orElseThrow(() -> notFound("There is no such track."));
        try (track) {
            serve(ctx, first(track::pollGroup, track::onAvailable, waiter), waiter);
        }
    }

    private static GroupConsumer first(
            Supplier<Poll<GroupConsumer>> poll, Consumer<Runnable> onAvailable, PollWaiter waiter)
            throws InterruptedException {
        return switch (waiter.await(poll, onAvailable)) {
            case Poll.Ready<GroupConsumer>(GroupConsumer group) -> group;
            case Poll.Aborted<GroupConsumer>(AbortReason reason) ->
                    throw notFound("The group can't be had: " + reason.text() + ".");
            case Poll.Finished<GroupConsumer>() -> throw notFound("The track has ended.");
            case Poll.Pending<GroupConsumer>() -> throw tooLate();
            case Poll.Skipped<GroupConsumer>(long _) -> throw tooLate();
        };
    }

    private static void serve(Context ctx, GroupConsumer group, PollWaiter waiter)
            throws InterruptedException {
        try (group) {
            ctx.contentType("application/octet-stream");
            ctx.header("Cache-Control", "no-store");
            Poll<Frame> next = waiter.await(group::poll, group::onAvailable);
            if (next instanceof Poll.Pending) {
                throw tooLate();
            }
            if (next instanceof Poll.Aborted<Frame>(AbortReason reason)) {
                throw notFound("The group can't be had: " + reason.text() + ".");
            }
            write(ctx.res().getOutputStream(), next, group, waiter);
        } catch (IOException e) {
            log.debug("a fetch ended early: {}", e.getMessage());
            // The client is gone, or must notice that the group broke off: no last chunk follows.
            ServletContextRequest.getServletContextRequest(ctx.req())
                    .getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .close();
        }
    }

    private static void write(
            OutputStream out, Poll<Frame> first, GroupConsumer group, PollWaiter waiter)
            throws IOException, InterruptedException {
        Poll<Frame> next = first;
        while (next instanceof Poll.Ready<Frame>(Frame frame)) {
            if (waiter.late()) {
                throw new IOException("the group took too long");
            }
            out.write(frame.payload());
            next = group.poll();
            if (next instanceof Poll.Pending) {
                out.flush();
                next = waiter.await(group::poll, group::onAvailable);
            }
        }
        if (!(next instanceof Poll.Finished)) {
            throw new IOException("the group broke off");
        }
        out.close();
    }

    private static Wanted wanted(Context ctx) {
        String raw = ctx.req().getRequestURI().substring(PREFIX.length());
        int slash = raw.lastIndexOf('/');
        if (slash < 0) {
            throw Problem.of(400, "Name a broadcast and a track: /fetch/BROADCAST/TRACK.")
                    .asException();
        }
        return new Wanted(
                name(raw.substring(0, slash)), name(raw.substring(slash + 1)), group(ctx));
    }

    private static String name(String raw) {
        return switch (BroadcastPath.parse(raw)) {
            case BroadcastPath.Valid(String name) -> name;
            case BroadcastPath.Invalid(String reason) ->
                    throw Problem.of(400, reason).asException();
        };
    }

    private static OptionalLong group(Context ctx) {
        String text = ctx.queryParam("group");
        if (text == null || text.equals("latest")) {
            return OptionalLong.empty();
        }
        if (!text.matches("\\d{1,18}")) {
            throw Problem.of(400, "The group is a whole number, or latest.").asException();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private static Problem.ProblemException notFound(String detail) {
        return Problem.of(404, detail).asException();
    }

    private static Problem.ProblemException tooLate() {
        return Problem.of(504, "The group did not come in time.").asException();
    }
}
